// SPDX-License-Identifier: Apache-2.0
package org.mailgroups;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds each broad catch to a reason. It undoes something and throws on, it adds what it has caught to another
 * exception, or a comment in it says why it must be broad.
 */
class BroadCatchesTest {
    private static final Set<String> BROAD =
            Set.of("Exception", "RuntimeException", "Throwable", "Error", "LinkageError");

    /** The formatter writes each on one line. */
    private static final Pattern CATCH =
            Pattern.compile("( *)(?:\\} )?catch \\((\\w+(?:\\.\\w+)*(?: \\| \\w+(?:\\.\\w+)*)*) \\w+\\) \\{");

    private static List<String> withoutReason(String name, List<String> lines) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).contains(" catch (")) {
                continue;
            }
            Matcher matcher = CATCH.matcher(lines.get(i));
            boolean hasReason = matcher.matches()
                    && (isNarrow(matcher.group(2)) || hasReason(matcher.group(1), lines.subList(i + 1, lines.size())));
            if (!hasReason) {
                found.add(name + ":" + (i + 1) + lines.get(i));
            }
        }
        return found;
    }

    private static boolean isNarrow(String types) {
        return Collections.disjoint(BROAD, Splitter.on(" | ").splitToList(types));
    }

    /** A statement of the block itself that throws is its last one. */
    private static boolean hasReason(String indent, List<String> rest) {
        return rest.stream()
                .takeWhile(line -> !line.startsWith(indent + "}"))
                .anyMatch(line -> line.startsWith(indent + "    throw ")
                        || line.contains("// ")
                        || line.contains(".addSuppressed("));
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "members", "mailet", "webadmin-extension", "docker"})
    void broadCatchesShouldHaveAReason(String module) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(Path.of("..", module, "src", "main", "java"))) {
            for (Path path :
                    paths.filter(path -> path.toString().endsWith(".java")).toList()) {
                found.addAll(withoutReason(path.getFileName().toString(), Files.readAllLines(path)));
            }
        }

        assertThat(found).isEmpty();
    }

    private static List<String> inBlock(String types, String... statements) {
        List<String> lines = new ArrayList<>(List.of("        } catch (" + types + " e) {"));
        Stream.of(statements).map(statement -> "            " + statement).forEach(lines::add);
        lines.addAll(List.of("        }", "        throw failure; // why not"));
        return withoutReason("A.java", lines);
    }

    @Test
    void aCatchWithoutReasonShouldBeFound() {
        assertThat(inBlock("IOException", "return;")).isEmpty();
        assertThat(inBlock("RuntimeException", "return;")).hasSize(1);
        assertThat(inBlock("IOException | Error", "if (isOdd()) {", "    throw e;", "}"))
                .hasSize(1);
        assertThat(inBlock("Exception", "close();", "throw e;")).isEmpty();
        assertThat(inBlock("Throwable", "// Nothing may end this thread.", "return;"))
                .isEmpty();
        assertThat(inBlock("Exception", "reason.addSuppressed(e);")).isEmpty();
        assertThat(withoutReason("A.java", List.of("        } catch (", "                Exception e) {")))
                .hasSize(1);
    }
}
