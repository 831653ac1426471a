// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code .ci/run}, with a Maven that only says what it was given. */
class BuildScriptTest {
    @TempDir
    Path directory;

    @BeforeEach
    void copyTheScript() throws IOException {
        assumeThat(Path.of("/bin/bash")).exists();
        Path script = Files.createDirectory(directory.resolve(".ci")).resolve("run");
        Files.copy(Path.of("../.ci/run"), script);
        // Without a browser and mail programs the build goes on.
        executable(".ci/browser", "#!/bin/bash\nexit 1\n");
        executable(".ci/mail-clients", "#!/bin/bash\nexit 1\n");
        // Its report counts only if it is newer than the run, and clocks of files are coarse.
        executable(
                "mvn",
                """
                #!/bin/bash
                echo "CI=${CI-} $*"
                mkdir -p x/target/surefire-reports
                echo "$REPORT" > x/target/surefire-reports/TEST-x.xml
                touch -t 209901010000 x/target/surefire-reports/TEST-x.xml
                exit "$STATUS"
                """);
    }

    private void executable(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private record Run(int status, String output) {}

    private Run run(int status, String report, String ci) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder("/bin/bash", directory.resolve(".ci/run").toString());
        builder.environment().put("PATH", directory + ":" + System.getenv("PATH"));
        builder.environment().put("STATUS", Integer.toString(status));
        builder.environment().put("REPORT", report);
        builder.environment().remove("CI");
        if (!ci.isEmpty()) {
            builder.environment().put("CI", ci);
        }
        Path output = directory.resolve("output");
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new Run(process.waitFor(), Files.readString(output, UTF_8));
    }

    private static String report(int tests, int failures, int skipped) {
        return "<testsuite name=\"x\" tests=\"" + tests + "\" errors=\"0\" skipped=\"" + skipped + "\" failures=\""
                + failures + "\">";
    }

    @Test
    void scriptShouldTellTestsThatThisIsABuildServer() throws Exception {
        assertThat(run(0, report(3, 0, 1), "").output()).startsWith("CI=true ").contains("verify");
        assertThat(run(0, report(3, 0, 1), "1").output()).startsWith("CI=1 ");
    }

    @Test
    void scriptShouldEndWithTheSumOfAllReports() throws Exception {
        assertThat(run(0, report(3, 0, 1), "")).satisfies(run -> {
            assertThat(run.status()).isZero();
            assertThat(run.output()).endsWith("\n2 passed, 0 failed, 1 skipped\n");
        });
    }

    @Test
    void scriptShouldFailWhenMavenOrATestFailsOrNoTestRan() throws Exception {
        assertThat(run(1, report(3, 0, 0), "").status()).isEqualTo(1);
        assertThat(run(0, report(3, 1, 0), "").status()).isEqualTo(1);
        assertThat(run(0, report(3, 0, 3), "").status()).isEqualTo(1);
    }
}
