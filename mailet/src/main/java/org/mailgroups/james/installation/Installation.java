// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.installation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.HierarchicalConfiguration;

/**
 * The parts of James' configuration that the plugin needs, as the page about installing it tells. Immutable.
 *
 * @param extensions {@code extensions.properties}
 * @param healthChecks {@code healthcheck.properties}
 * @param webadmin {@code webadmin.properties}
 * @param groups {@code groups.properties}
 * @param mailets {@code mailetcontainer.xml}
 * @param smtp {@code smtpserver.xml}
 * @param repositories {@code mailrepositorystore.xml}
 */
public record Installation(
        Configuration extensions,
        Configuration healthChecks,
        Configuration webadmin,
        Configuration groups,
        HierarchicalConfiguration<?> mailets,
        HierarchicalConfiguration<?> smtp,
        HierarchicalConfiguration<?> repositories) {
    static final List<String> TASKS =
            List.of("org.mailgroups.webadmin.imports.ImportTasksModule", "org.mailgroups.webadmin.group.GroupTasks");
    static final List<String> HEALTH_CHECKS = Stream.of(
                    "GroupStore", "GroupAddress", "Postmaster", "RepositoryRoom", "GroupDelivery", "Configuration")
            .map(name -> "org.mailgroups.james." + name + "HealthCheck")
            .toList();
    static final List<String> ROUTES = Stream.of(
                    "group.GroupRoutes",
                    "group.MembershipRoutes",
                    "posting.GroupPostingRoutes",
                    "posting.PostingRoutes",
                    "profile.ProfileRoutes",
                    "contact.ContactGroupRoutes",
                    "contact.ContactRoutes",
                    "contact.AddressBookRoutes")
            .map(name -> "org.mailgroups.webadmin." + name)
            .toList();

    private static final String RCPT_HANDLER = "org.mailgroups.james.GroupRcptHandler";
    private static final String JAMES_RCPT_HANDLER = "org.apache.james.smtpserver.fastfail.ValidRcptHandler";

    /**
     * Returns what is missing, double or wrong, one line each. Empty if all is well. A line names a file and what is in
     * it, and no value such as an address, a port or a URL: everybody may read it, in the health check.
     */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        names(
                faults,
                "extensions.properties",
                extensions,
                "guice.extension.module",
                List.of("org.mailgroups.james.GroupsModule"));
        names(faults, "extensions.properties", extensions, "guice.extension.task", TASKS);
        names(faults, "healthcheck.properties", healthChecks, "additional.healthchecks", HEALTH_CHECKS);
        names(faults, "webadmin.properties", webadmin, "extensions.routes", ROUTES);
        webadmin(faults);
        faults.addAll(new Processors(mailets).faults());
        int number = 1;
        for (HierarchicalConfiguration<?> server : smtp.configurationsAt("smtpserver")) {
            server(faults, "smtpserver.xml: <smtpserver> number " + number++, server);
        }
        heldRepository(faults);
        return List.copyOf(faults);
    }

    /** Compares a list of classes. What else is in it is not ours. */
    private static void names(
            List<String> faults, String file, Configuration actual, String property, List<String> expected) {
        List<String> named = words(actual, property);
        for (String name : expected) {
            int times = Collections.frequency(named, name);
            if (times != 1) {
                faults.add(file + ": " + property + (times == 0 ? " lacks " : " names more than once ") + name);
            }
        }
    }

    private static List<String> words(Configuration configuration, String property) {
        return Arrays.stream(configuration.getStringArray(property))
                .flatMap(value -> Stream.of(value.split(",")))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private void webadmin(List<String> faults) {
        if (!webadmin.getBoolean("enabled", false)) {
            faults.add("webadmin.properties: enabled must be true: groups are managed over webadmin");
        }
        if (!webadmin.getString("port", "8000").equals("8000")
                && groups.getString("held.webadminUrl", "").isBlank()) {
            faults.add("groups.properties: held.webadminUrl is missing: webadmin has not its default port,"
                    + " which notices name");
        }
    }

    private static void server(List<String> faults, String where, HierarchicalConfiguration<?> server) {
        if (!server.getBoolean("[@enabled]", true)) {
            return;
        }
        List<String> handlers = server.configurationsAt("handlerchain.handler").stream()
                .map(handler -> handler.getString("[@class]", ""))
                .toList();
        int ours = Collections.frequency(handlers, RCPT_HANDLER);
        if (ours != 1) {
            faults.add(where + (ours == 0 ? " lacks " : " names more than once ") + RCPT_HANDLER);
        }
        if (handlers.contains(JAMES_RCPT_HANDLER)) {
            faults.add(where + " has " + JAMES_RCPT_HANDLER + ", which refuses groups: take it out");
        }
    }

    /** The repositories of mailets are opened at the start. This one is opened when the first message is held. */
    private void heldRepository(List<String> faults) {
        String url = groups.getString("held.repository", "").strip();
        List<String> protocols = repositories.configurationsAt("mailrepositories.mailrepository").stream()
                .flatMap(repository -> Stream.of(repository.getStringArray("protocols.protocol")))
                .toList();
        if (url.contains("://") && !protocols.isEmpty() && !protocols.contains(url.substring(0, url.indexOf("://")))) {
            faults.add("groups.properties: held.repository names a protocol that mailrepositorystore.xml has not");
        }
    }
}
