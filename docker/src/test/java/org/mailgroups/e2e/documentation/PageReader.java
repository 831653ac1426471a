// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.documentation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.mailgroups.e2e.harness.Ports;
import org.mailgroups.e2e.harness.ServerProcess;

/**
 * Reads a page of the documentation as a newcomer does: types its commands from top to bottom into a shell, and puts in
 * the ids and versions that this server has answered in place of the page's.
 *
 * <p>Each command must end well, with the status that the page names, and its answer must have every field that the
 * page shows. A question is asked again until it has them, since mail takes a moment. Not thread-safe.
 */
final class PageReader {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern ID =
            Pattern.compile("\"(?:id|taskId)\":\"([^\"]+)\"|^\\[\"([^\"]+)\"", Pattern.MULTILINE);
    private static final Pattern VERSION = Pattern.compile("ETag: (\"[0-9]+\")");
    private static final int SIGNIFICANT = "0b0cf6c8".length();

    /** Answers stay visible, and a status of 400 or more is a failure unless the page handles it itself. */
    private static final String CURL =
            """
            curl() {
              local fail=--fail-with-body
              [[ " $* " == *" --fail "* ]] && fail=
              command curl -sS $fail --write-out '%{stderr}status %{http_code}\n' "$@"
            }
            """;

    private static final Pattern FILE = Pattern.compile(" -o (\"[^\"]+\"|\\S+)");

    private final Path folder;
    private final Map<String, String> addresses;
    private final Map<Pattern, String> answered = new LinkedHashMap<>();
    private final List<String> variables = new ArrayList<>();

    private record Outcome(int exit, String out, String errors) {}

    /**
     * @param server one that runs with {@code --demo}
     * @param folder the working directory; it gets the page's files
     */
    PageReader(ServerProcess server, Path folder) {
        Ports ports = server.ports();
        this.folder = folder;
        this.addresses = Map.of(
                "localhost:8000", "127.0.0.1:" + ports.webadmin(),
                "localhost:2525", "127.0.0.1:" + ports.smtp(),
                "localhost:2587", "127.0.0.1:" + ports.submission(),
                "localhost:2143", "127.0.0.1:" + ports.imap(),
                "localhost:8443", "127.0.0.1:" + ports.members(),
                "var/keys/tls.crt", server.data().resolve("keys/tls.crt").toString(),
                "var/admin.jwt", server.data().resolve("admin.jwt").toString());
    }

    /** Follows the page to its end. */
    void read(List<PageStep> page) {
        page.forEach(step -> {
            if (step.isAssignment()) {
                assign(step);
            } else if (step.onlyAsks()) {
                // Most have their answer at once.
                Awaitility.await("line " + step.line())
                        .pollDelay(Duration.ZERO)
                        .atMost(PATIENCE)
                        .untilAsserted(() -> type(step));
            } else {
                type(step);
            }
        });
    }

    private void assign(PageStep step) {
        String name = step.command().substring(0, step.command().indexOf('='));
        Outcome outcome = run(own(step.command()) + "\nprintf %q \"$" + name + "\"");
        assertThat(outcome.exit()).as(step.command() + "\n" + outcome.errors()).isZero();
        variables.add(name + "=" + outcome.out());
    }

    private void type(PageStep step) {
        Outcome outcome = run(own(step.command())
                + FILE.matcher(step.command())
                        .results()
                        .map(file -> "\ncat " + file.group(1))
                        .collect(Collectors.joining()));
        String shown = "line " + step.line() + ": " + step.command() + "\n" + outcome.out() + outcome.errors();
        assertThat(step.status().filter(status -> status >= 400).isPresent() || outcome.exit() == 0)
                .as(shown)
                .isTrue();
        step.status().ifPresent(status -> assertThat(outcome.errors()).as(shown).contains("status " + status));
        for (String key : step.keys()) {
            assertThat(outcome.out()).as(shown).contains("\"" + key + "\":");
        }
        assertThat(values(ID, outcome.out()))
                .as(shown)
                .hasSizeGreaterThanOrEqualTo(values(ID, step.promise()).size());
        learn(ID, step.promise(), outcome.out());
        learn(VERSION, step.promise(), outcome.out());
    }

    /** Remembers what stands in this server's answer at the place of each example on the page. */
    private void learn(Pattern examples, String promise, String answer) {
        List<String> shown = values(examples, promise);
        List<String> real = values(examples, answer);
        for (int i = 0; i < Math.min(shown.size(), real.size()); i++) {
            String example = shown.get(i);
            boolean isLong = example.length() > SIGNIFICANT;
            String same =
                    Pattern.quote(isLong ? example.substring(0, SIGNIFICANT) : example) + (isLong ? "[-~.\\w]*" : "");
            answered.put(Pattern.compile(same), real.get(i));
        }
    }

    private static List<String> values(Pattern examples, String text) {
        return examples.matcher(text).results().map(PageReader::value).toList();
    }

    private static String value(MatchResult found) {
        return found.group(1) != null ? found.group(1) : found.group(2);
    }

    /** Returns a command of the page as this reader types it. */
    private String own(String command) {
        String own = command;
        for (Map.Entry<String, String> address : addresses.entrySet()) {
            own = own.replace(address.getKey(), address.getValue());
        }
        for (Map.Entry<Pattern, String> value : answered.entrySet()) {
            own = value.getKey().matcher(own).replaceAll(Matcher.quoteReplacement(value.getValue()));
        }
        return own;
    }

    private Outcome run(String command) {
        Path out = folder.resolve(".out");
        Path errors = folder.resolve(".errors");
        try {
            Process shell = new ProcessBuilder(
                            "bash", "-c", CURL + String.join("\n", variables) + "\nset -eo pipefail\n" + command)
                    .directory(folder.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(errors.toFile())
                    .start();
            shell.getOutputStream().close();
            assertThat(shell.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as(command)
                    .isTrue();
            return new Outcome(shell.exitValue(), Files.readString(out, UTF_8), Files.readString(errors, UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
