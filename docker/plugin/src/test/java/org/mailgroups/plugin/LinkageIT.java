// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mailgroups.plugin.linkage.Breach;
import org.mailgroups.plugin.linkage.ClassPath;
import org.mailgroups.plugin.linkage.JakartaRenames;
import org.mailgroups.plugin.linkage.Linker;
import org.objectweb.asm.commons.Remapper;

/** Each jar links against the James it is for, so that a break shows here and not when a message arrives. */
class LinkageIT {
    private static final Predicate<String> OURS =
            name -> name.startsWith("org/mailgroups/") && !name.startsWith("org/mailgroups/shaded/");
    private static final Predicate<String> BUNDLED = OURS.negate();

    /** Packages that the bundled libraries use if they are there, and do without otherwise. */
    private static final List<String> OPTIONAL = List.of(
            // HikariCP's metrics, when asked for
            "com/codahale/metrics/health/",
            "io/micrometer/",
            "io/prometheus/",
            // Flyway: other logs, other places of migrations, other databases, machine-readable reports
            "com/google/gson/",
            "oracle/jdbc/",
            "org/apache/logging/log4j/",
            "org/jboss/vfs/",
            "org/osgi/framework/",
            "software/amazon/awssdk/",
            // The PostgreSQL driver: Windows single sign-on, OSGi
            "com/sun/jna/",
            "waffle/",
            "org/osgi/service/",
            // ez-vcard: vCards in HTML and JSON
            "com/fasterxml/jackson/",
            "freemarker/",
            "org/jsoup/",
            // ICU4J: what domain names do not need
            "org/mailgroups/shaded/com/ibm/icu/",
            // Derby: optional tools
            "org/apache/felix/",
            "org/apache/lucene/",
            "org/json/simple/");

    private static ClassPath served;
    private static ClassPath standIn;
    private static Linker james38;
    private static Linker james39;

    @BeforeAll
    static void readClassPaths() {
        ClassPath memoryApp = Built.james38();
        james38 = Linker.complete(ClassPath.jars(List.of(Built.plainJar())), memoryApp);
        served = Built.james39();
        standIn = memoryApp.renamed(new JakartaRenames());
        james39 = Linker.partial(ClassPath.jars(List.of(Built.jakartaJar())), served, standIn);
    }

    @Test
    void plainJarShouldLinkWhenRunInJames38() {
        assertThat(james38.link(OURS)).isEmpty();
    }

    @Test
    void jakartaJarShouldLinkWhenRunInJames39() {
        assertThat(james39.link(OURS)).isEmpty();
        System.out.println("Not served of James 3.9, linked against 3.8 instead: " + james39.unserved());
    }

    @Test
    void jakartaJarShouldOverrideTheSameMethodsWhenRunInJames39() {
        assertThat(james39.overrides(OURS)).isNotEmpty().containsAll(james38.overrides(OURS));
    }

    @Test
    void bundledLibrariesShouldLinkWhenRunInJames38() {
        assertThat(james38.link(BUNDLED)).filteredOn(LinkageIT::isNeeded).isEmpty();
    }

    @Test
    void bundledLibrariesShouldLinkWhenRunInJames39() {
        assertThat(james39.link(BUNDLED)).filteredOn(LinkageIT::isNeeded).isEmpty();
    }

    @Test
    void linkShouldReportWhenAReferenceIsBrokenOnPurpose() {
        Remapper breaking = new Remapper() {
            @Override
            public String mapMethodName(String owner, String name, String descriptor) {
                return owner.equals("org/apache/mailet/Mail") && name.equals("getRecipients") ? "recipients" : name;
            }

            @Override
            public String map(String internalName) {
                return internalName.equals("jakarta/mail/MessagingException")
                        ? "javax/mail/MessagingException"
                        : internalName;
            }
        };
        ClassPath broken = ClassPath.jars(List.of(Built.jakartaJar())).renamed(breaking);

        assertThat(Linker.partial(broken, served, standIn).link(OURS))
                .extracting(breach -> breach.reference().toString())
                .contains("org/apache/mailet/Mail.recipients()Ljava/util/Collection;")
                .contains("javax/mail/MessagingException");
    }

    private static boolean isNeeded(Breach breach) {
        return OPTIONAL.stream().noneMatch(breach.reference().owner()::startsWith);
    }
}
