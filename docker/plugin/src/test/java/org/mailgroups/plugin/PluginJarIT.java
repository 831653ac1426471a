// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mailgroups.plugin.linkage.ClassPath;

/** The content of the jars that James loads behind its own class path. */
class PluginJarIT {
    private static final long MEGABYTE = 1 << 20;

    static List<Path> jars() {
        return List.of(Built.plainJar(), Built.jakartaJar());
    }

    @ParameterizedTest
    @MethodSource("jars")
    void classesShouldBeOursOrRelocatedOrDerbyWhenPackaged(Path jar) {
        assertThat(ClassPath.classFilesOf(jar).keySet())
                .isNotEmpty()
                .allMatch(name -> name.startsWith("org/mailgroups/") || name.startsWith("org/apache/derby/"));
    }

    @ParameterizedTest
    @MethodSource("jars")
    void entriesShouldBeOnTheListWhenPackaged(Path jar) throws IOException {
        Pattern allowed = Pattern.compile("org/(mailgroups|apache/derby)/.*"
                + "|META-INF/(MANIFEST\\.MF|LICENSE|NOTICE|licenses/.*|services/org\\.mailgroups\\..*)"
                + "|META-INF/maven/org\\.mailgroups/james-mail-groups-plugin/pom\\.(xml|properties)");

        assertThat(files(jar)).allMatch(name -> allowed.matcher(name).matches());
    }

    @ParameterizedTest
    @MethodSource("jars")
    void entriesShouldBeThereOnceWhenPackaged(Path jar) throws IOException {
        assertThat(files(jar)).doesNotHaveDuplicates().doesNotContain("module-info.class");
    }

    @ParameterizedTest
    @MethodSource("jars")
    void whatIsLoadedByNameShouldBeThereWhenPackaged(Path jar) throws IOException {
        assertThat(files(jar))
                .contains(
                        "org/apache/derby/jdbc/EmbeddedDataSource.class",
                        "org/apache/derby/modules.properties",
                        "org/mailgroups/shaded/org/postgresql/ds/PGSimpleDataSource.class",
                        "org/mailgroups/shaded/org/flywaydb/core/internal/version.txt",
                        "org/mailgroups/shaded/ezvcard/messages.properties",
                        "org/mailgroups/shaded/com/ibm/icu/impl/data/icudata/uts46.nrm",
                        "META-INF/services/org.mailgroups.shaded.org.flywaydb.core.extensibility.Plugin",
                        "META-INF/LICENSE",
                        "META-INF/NOTICE");
    }

    @ParameterizedTest
    @MethodSource("jars")
    void serviceFilesShouldNameClassesOfTheJarWhenPackaged(Path jar) throws IOException {
        var classes = ClassPath.classFilesOf(jar).keySet();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (String service : files(jar)) {
                if (service.startsWith("META-INF/services/")) {
                    String content = new String(
                            file.getInputStream(file.getJarEntry(service)).readAllBytes(), UTF_8);
                    List<String> named = content.lines()
                            .map(line -> line.replaceFirst("#.*", "").strip())
                            .filter(line -> !line.isEmpty())
                            .map(line -> line.replace('.', '/'))
                            .toList();
                    assertThat(classes)
                            .contains(service.substring("META-INF/services/".length())
                                    .replace('.', '/'));
                    assertThat(named).isNotEmpty().isSubsetOf(classes);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("jars")
    void jarShouldStaySmallWhenPackaged(Path jar) {
        assertThat(jar.toFile().length()).isBetween(5 * MEGABYTE, 16 * MEGABYTE);
    }

    /** The library of Unicode is there in part, so it is tried in each of its ways. */
    @ParameterizedTest
    @MethodSource("jars")
    void domainNamesShouldBeConvertedWhenOnlyTheJarIsThere(Path jar) throws Exception {
        try (URLClassLoader alone =
                new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            Class<?> domainName = alone.loadClass("org.mailgroups.idna.DomainName");
            Method toAscii = domainName.getMethod("toAscii", String.class);
            Method hasValidLabels = domainName.getMethod("hasValidLabels", String.class);

            assertThat(toAscii.invoke(null, "straße.example")).isEqualTo(Optional.of("xn--strae-oqa.example"));
            assertThat(toAscii.invoke(null, "mu\u0308ller。example")).isEqualTo(Optional.of("xn--mller-kva.example"));
            assertThat(toAscii.invoke(null, "क्\u200dष.example")).isEqualTo(Optional.of("xn--11b2ezcw70k.example"));
            assertThat(toAscii.invoke(null, "בּ.example")).isEqualTo(Optional.of("xn--kdb5b.example"));
            assertThat(toAscii.invoke(null, "אבa.example")).isEqualTo(Optional.empty());
            assertThat(toAscii.invoke(null, "b\u200cü.example")).isEqualTo(Optional.empty());
            assertThat(hasValidLabels.invoke(null, "xn--fa-hia.example")).isEqualTo(true);
            assertThat(hasValidLabels.invoke(null, "xn--a.example")).isEqualTo(false);
        }
    }

    @Test
    void bundledLibrariesShouldBeTheSameWhenPackagedForJakarta() {
        Map<String, byte[]> plain = ClassPath.classFilesOf(Built.plainJar());
        Map<String, byte[]> jakarta = ClassPath.classFilesOf(Built.jakartaJar());

        assertThat(jakarta.keySet()).isEqualTo(plain.keySet());
        assertThat(plain.keySet())
                .filteredOn(name -> !name.startsWith("org/mailgroups/") || name.startsWith("org/mailgroups/shaded/"))
                .allSatisfy(name -> assertThat(jakarta.get(name)).isEqualTo(plain.get(name)));
    }

    private static List<String> files(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(JarEntry::getName)
                    .toList();
        }
    }
}
