// SPDX-License-Identifier: Apache-2.0
package org.mailgroups;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the size of packages. Files are counted as a reader sees them in the folder, {@code package-info} too. */
class PackageSizesTest {
    private static final long MAX_FILES = 25;

    private static Map<String, Long> filesByPackage(Path sources) throws IOException {
        try (Stream<Path> paths = Files.walk(sources)) {
            return paths.filter(path -> path.toString().endsWith(".java"))
                    .collect(Collectors.groupingBy(
                            path -> sources.relativize(path.getParent()).toString(),
                            TreeMap::new,
                            Collectors.counting()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "members", "mailet", "webadmin-extension", "docker"})
    void packagesShouldBeSmall(String module) throws IOException {
        Map<String, Long> packages = filesByPackage(Path.of("..", module, "src", "main", "java"));

        assertThat(packages).isNotEmpty();
        packages.forEach((name, files) -> assertThat(files).as(name).isLessThanOrEqualTo(MAX_FILES));
    }
}
