// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.installation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.configuration2.PropertiesConfiguration;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.io.FileHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The configuration that is shipped has no fault. Each line that is taken out of it, or doubled, is one. */
class InstallationTest {
    private static final Path CONF = Path.of("../conf");

    private static Map<String, String> shipped() throws IOException {
        Map<String, String> files = new HashMap<>();
        for (String name : List.of(
                "extensions.properties",
                "healthcheck.properties",
                "webadmin.properties",
                "groups.properties",
                "mailetcontainer.xml",
                "smtpserver.xml",
                "mailrepositorystore.xml")) {
            files.put(name, Files.readString(CONF.resolve(name)).replaceAll("\\\\\\R\\s*", ""));
        }
        return files;
    }

    private static List<String> faults(Map<String, String> files) throws ConfigurationException, IOException {
        return new Installation(
                        properties(files.get("extensions.properties")),
                        properties(files.get("healthcheck.properties")),
                        properties(files.get("webadmin.properties")),
                        properties(files.get("groups.properties")),
                        xml(files.get("mailetcontainer.xml")),
                        xml(files.get("smtpserver.xml")),
                        xml(files.get("mailrepositorystore.xml")))
                .faults();
    }

    private static PropertiesConfiguration properties(String text) throws ConfigurationException, IOException {
        PropertiesConfiguration properties = new PropertiesConfiguration();
        properties.read(new StringReader(text));
        return properties;
    }

    private static XMLConfiguration xml(String text) throws ConfigurationException {
        XMLConfiguration xml = new XMLConfiguration();
        new FileHandler(xml).load(new StringReader(text));
        return xml;
    }

    @Test
    void faultsShouldBeNoneWhenTheConfigurationIsThatOfThisRepository() throws Exception {
        assertThat(faults(shipped())).isEmpty();
    }

    /** Returns a file, what is replaced in it by what, and what is to be said then. */
    static Stream<Arguments> changes() {
        List<Arguments> changes = new ArrayList<>();
        list(changes, "extensions.properties", "guice.extension.module", List.of("org.mailgroups.james.GroupsModule"));
        list(changes, "extensions.properties", "guice.extension.task", Installation.TASKS);
        list(changes, "healthcheck.properties", "additional.healthchecks", Installation.HEALTH_CHECKS);
        list(changes, "webadmin.properties", "extensions.routes", Installation.ROUTES);
        changes.add(Arguments.of("webadmin.properties", "enabled=true", "enabled=false", "enabled must be true"));
        changes.add(Arguments.of(
                "groups.properties", "held.webadminUrl=.*", "", "groups.properties: held.webadminUrl is missing"));
        changes.add(Arguments.of(
                "groups.properties",
                "held.repository=file:",
                "held.repository=fiel:",
                "groups.properties: held.repository names a protocol that mailrepositorystore.xml has not"));
        String done = "<mailet match=\"All\" class=\"org.mailgroups.james.CopyDone\"/>";
        changes.add(Arguments.of("mailetcontainer.xml", done, "", "group-copy has no org.mailgroups.james.CopyDone"));
        changes.add(Arguments.of(
                "mailetcontainer.xml",
                "<processor state=\"group-copy\"",
                "<processor state=\"group-cpy\"",
                "the processor group-copy is missing"));
        String handler = "<handler class=\"org.mailgroups.james.GroupRcptHandler\"/>";
        changes.add(Arguments.of("smtpserver.xml", handler, "", "lacks org.mailgroups.james.GroupRcptHandler"));
        changes.add(Arguments.of("smtpserver.xml", handler, handler + handler, "names more than once org.mailgroups"));
        changes.add(Arguments.of(
                "smtpserver.xml",
                handler,
                handler + "<handler class=\"org.apache.james.smtpserver.fastfail.ValidRcptHandler\"/>",
                "ValidRcptHandler, which refuses groups: take it out"));
        String mailets = "mailetcontainer.xml";
        String before = "(?s)(<mailet match=\"All\" class=\"org.mailgroups.james.GroupExpansion\"[^>]*?"
                + "(?:/>|>(?:(?!</mailet>).)*</mailet>))(.*class=\"RecipientRewriteTable\")";
        String after = "(?s)(class=\"RecipientRewriteTable\".*?)(<mailet match=\"All\" "
                + "class=\"org.mailgroups.james.GroupExpansion\"[^>]*?(?:/>|>(?:(?!</mailet>).)*?</mailet>))";
        changes.add(Arguments.of(mailets, before, "$2", "GroupExpansion before RecipientRewriteTable"));
        changes.add(Arguments.of(mailets, before, "$1$1$2", "more than once org.mailgroups.james.GroupExpansion befo"));
        changes.add(Arguments.of(mailets, after, "$1", "GroupExpansion after RecipientRewriteTable"));
        changes.add(Arguments.of(mailets, after, "$1$2$2", "more than once org.mailgroups.james.GroupExpansion after"));
        changes.add(Arguments.of(mailets, "james.GroupExpansion\"", "james.Other\"", "groups get no mail"));
        for (String state : List.of("group-delivery", "relay", "bounces", "group-refused", "group-bounces")) {
            String processor = "<processor state=\"" + state + "\"";
            changes.add(Arguments.of(
                    mailets, processor, "<processor state=\"x\"", "the processor " + state + " is missing"));
            changes.add(Arguments.of(
                    mailets,
                    processor,
                    processor + "/><processor state=\"" + state + "\"",
                    "the processor " + state + " is there more than once"));
        }
        changes.add(Arguments.of(mailets, "class=\"LocalDelivery\"", "class=\"Null\"", "has no LocalDelivery"));
        changes.add(Arguments.of(
                mailets,
                "(class=\"LocalDelivery\">\\s*(?:<!--.*?-->\\s*)?)<onMailetException>propagate",
                "$1<onMailetException>error",
                "the processor group-delivery needs a LocalDelivery of its own, with onMailetException propagate"));
        changes.add(Arguments.of(
                mailets, "james.SetAside\"", "james.ToRepository\"", "group-refused has ToRepository, which has no"));
        return changes.stream();
    }

    private static void list(List<Arguments> changes, String file, String property, List<String> names) {
        for (String name : names) {
            String word = name.replace(".", "\\.") + "\\b";
            changes.add(Arguments.of(file, word, "other", file + ": " + property + " lacks " + name));
            changes.add(Arguments.of(
                    file, word, name + "," + name, file + ": " + property + " names more than once " + name));
        }
    }

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource("changes")
    void faultsShouldNameEachThingThatIsMissingOrDouble(String file, String old, String replacement, String fault)
            throws Exception {
        Map<String, String> files = shipped();
        String changed = files.get(file).replaceAll(old, replacement);
        assertThat(changed).isNotEqualTo(files.get(file));
        files.put(file, changed);

        assertThat(faults(files)).isNotEmpty().allMatch(line -> line.lines().count() == 1);
        assertThat(String.join("\n", faults(files))).contains(fault);
    }

    @Test
    void faultsShouldNameAServerOnlyIfItIsEnabled() throws Exception {
        Map<String, String> files = shipped();
        files.put("smtpserver.xml", "<smtpservers><smtpserver enabled=\"false\"/></smtpservers>");

        assertThat(faults(files)).isEmpty();
    }

    @Test
    void faultsShouldBeManyWhenNothingIsInstalled() throws Exception {
        Map<String, String> files = shipped();
        files.replaceAll((name, text) -> name.endsWith(".xml") ? "<empty/>" : "");

        assertThat(faults(files)).hasSizeGreaterThan(10).anyMatch(line -> line.contains("groups get no mail"));
    }
}
