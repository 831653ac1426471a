// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.documentation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mailgroups.e2e.harness.Distribution;
import org.mailgroups.e2e.harness.ServerProcess;
import org.mailgroups.e2e.harness.SmtpSink;

/** Follows each page of the documentation from top to bottom, against a fresh server with the demonstration. */
class DocumentationIT {
    private static final Path ROOT = Path.of("..");

    /** Its commands are for a James that is not ours; MemoryAppIT follows it. */
    private static final String ANOTHER_JAMES = "install-on-your-james.md";

    private static final Pattern CALL = Pattern.compile("^ *curl [-\"$]");

    private static Stream<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs.sorted().toList().stream())
                    .filter(page -> page.toString().endsWith(".md"))
                    .filter(page -> !page.endsWith(ANOTHER_JAMES));
        }
    }

    private static List<Path> pagesWithCommands() throws IOException {
        return pages().filter(page -> !steps(page).isEmpty()).toList();
    }

    private static List<PageStep> steps(Path page) {
        return PageStep.of(lines(page));
    }

    private static List<String> lines(Path page) {
        try {
            return Files.readAllLines(page, UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(page.toString(), e);
        }
    }

    @ParameterizedTest
    @MethodSource("pagesWithCommands")
    void commandsOfAPageShouldWorkFromTopToBottom(Path page) {
        // A build server that lacks them would try no page, and say nothing.
        assumeThat(System.getenv("CI") != null || (isThere("bash") && isThere("curl")))
                .as("bash and curl are there")
                .isTrue();
        String name = page.getFileName().toString().replace(".md", "");
        try (SmtpSink sink = SmtpSink.start();
                ServerProcess server = Distribution.built()
                        .demonstration("page-" + name, sink.port())
                        .start()) {
            new PageReader(server, Distribution.emptyFolder("page-" + name + "-reader")).read(steps(page));
        }
    }

    /** A command outside of a block that is run would rot. */
    @Test
    void everyCallShouldStandInABlockThatIsRun() throws IOException {
        for (Path page : pages().toList()) {
            long calls = lines(page).stream().filter(CALL.asPredicate()).count();
            assertThat(steps(page).stream()
                            .flatMap(step -> step.command().lines())
                            .filter(CALL.asPredicate()))
                    .as(page.toString())
                    .hasSize((int) calls);
        }
    }

    private static boolean isThere(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
