// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A Chromium without a screen and without a past, driven by its own driver (W3C WebDriver). It takes the server's own
 * certificate. An element is named by a CSS selector, and waited for. Not thread-safe.
 */
public final class Browser implements AutoCloseable {
    public static final String ENTER = "\uE007";
    public static final String TAB = "\uE004";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
    private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int HEIGHT = 780;
    private static final int STARTS = 5;

    private final Process driver;
    private final String driverAt;
    private final HttpClient client = HttpClient.newHttpClient();
    private String session = "";

    private Browser(Process driver, int port) {
        this.driver = driver;
        this.driverAt = "http://127.0.0.1:" + port + "/session";
    }

    /** Returns whether this machine has a browser and its driver; {@code .ci/browser} installs them. */
    public static boolean isThere() {
        return program("chromedriver").isPresent() && chromium().isPresent();
    }

    private static Optional<Path> chromium() {
        return program("chromium").or(() -> program("google-chrome"));
    }

    private static Optional<Path> program(String name) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Opens a window.
     *
     * @param languages those that it asks pages for, such as {@code de,en}
     */
    public static Browser open(String languages, int width) {
        Browser browser = start();
        browser.begin(languages);
        browser.width(width);
        return browser;
    }

    /**
     * Forgets what the window has seen of a server, and shows nothing: it is as one that was opened just now, in less
     * time.
     *
     * @param origin the server, such as {@code https://127.0.0.1:8443}
     * @param languages those that it asks pages for from now on
     */
    public void renew(String origin, String languages, int width) {
        String agent = run("return navigator.userAgent").asText();
        go("about:blank");
        develop("Storage.clearDataForOrigin", Map.of("origin", origin, "storageTypes", "all"));
        develop("Network.clearBrowserCookies", Map.of());
        develop("Emulation.setEmulatedMedia", Map.of("features", List.of()));
        develop("Emulation.setUserAgentOverride", Map.of("userAgent", agent, "acceptLanguage", languages));
        console();
        width(width);
    }

    /** Starts the driver. It takes a port that is free in IPv6, and ends if the same is not free in IPv4. */
    private static Browser start() {
        List<String> said = new ArrayList<>();
        for (int attempt = 0; attempt < STARTS; attempt++) {
            try {
                Process driver = new ProcessBuilder(
                                program("chromedriver").orElseThrow().toString(), "--port=0")
                        .redirectErrorStream(true)
                        .start();
                OptionalInt port = port(driver, said);
                if (port.isPresent()) {
                    return new Browser(driver, port.getAsInt());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalStateException("chromedriver does not start: " + said);
    }

    private static OptionalInt port(Process driver, List<String> said) throws IOException {
        BufferedReader output = driver.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.add(line);
            Matcher port = PORT.matcher(line);
            if (port.find()) {
                // Or it would stop when nobody reads what it says.
                ForkJoinPool.commonPool().execute(() -> drain(output));
                return OptionalInt.of(Integer.parseInt(port.group(1)));
            }
        }
        return OptionalInt.empty();
    }

    private static void drain(BufferedReader output) {
        try {
            while (output.readLine() != null) {
                // Nobody is interested.
            }
        } catch (IOException e) {
            // It has ended, and so has its output.
        }
    }

    private void begin(String languages) {
        Map<String, Object> options = Map.of(
                "binary",
                chromium().orElseThrow().toString(),
                "args",
                List.of("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"),
                "prefs",
                Map.of("intl.accept_languages", languages));
        Map<String, Object> wanted = Map.of(
                "acceptInsecureCerts",
                true,
                "goog:loggingPrefs",
                Map.of("browser", "ALL"),
                "goog:chromeOptions",
                options);
        session = call("POST", "", Map.of("capabilities", Map.of("alwaysMatch", wanted)))
                .path("sessionId")
                .asText();
    }

    /** Gives the window the width of a telephone or of a desk. */
    public void width(int width) {
        develop(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Lets the window prefer dark colours. */
    public void dark() {
        develop(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
    }

    private void develop(String command, Map<String, ?> values) {
        call("POST", "/goog/cdp/execute", Map.of("cmd", command, "params", values));
    }

    public void go(String url) {
        call("POST", "/url", Map.of("url", url));
    }

    public String title() {
        return call("GET", "/title", null).asText();
    }

    public String address() {
        return call("GET", "/url", null).asText();
    }

    public void click(String selector) {
        // What is clicked may be made anew just now.
        patiently(() -> call("POST", "/element/" + find(selector) + "/click", Map.of()));
    }

    /** Types a text into an element. */
    public void type(String selector, String text) {
        patiently(() -> call("POST", "/element/" + find(selector) + "/value", Map.of("text", text)));
    }

    /** Presses keys, without saying where. */
    public void press(String keys) {
        List<Map<String, String>> steps = keys.codePoints()
                .mapToObj(Character::toString)
                .flatMap(key ->
                        Stream.of(Map.of("type", "keyDown", "value", key), Map.of("type", "keyUp", "value", key)))
                .toList();
        call("POST", "/actions", Map.of("actions", List.of(Map.of("type", "key", "id", "keys", "actions", steps))));
    }

    /** Returns the text of an element, as people see it. */
    public String text(String selector) {
        return call("GET", "/element/" + find(selector) + "/text", null).asText();
    }

    /** Waits until an element has a text in it. */
    public void await(String selector, String text) {
        patiently(() -> {
            String found = text(selector);
            if (!found.contains(text)) {
                throw new IllegalStateException(selector + " has no \"" + text + "\" but: " + found);
            }
        });
    }

    /** Waits until a JavaScript expression is true. */
    public void awaitThat(String expression) {
        patiently(() -> {
            if (!run("return " + expression).asBoolean()) {
                throw new IllegalStateException("not yet: " + expression);
            }
        });
    }

    private String find(String selector) {
        return call("POST", "/element", Map.of("using", "css selector", "value", selector))
                .path(ELEMENT)
                .asText();
    }

    private static void patiently(Runnable step) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreException(IllegalStateException.class)
                .untilAsserted(step::run);
    }

    /** Runs the body of a function, which may return a promise, and returns its value. */
    public JsonNode run(String script, Object... arguments) {
        return call("POST", "/execute/sync", Map.of("script", script, "args", List.of(arguments)));
    }

    /** Returns what the browser has written to its console since it was asked last. */
    public List<String> console() {
        List<String> lines = new ArrayList<>();
        call("POST", "/se/log", Map.of("type", "browser"))
                .forEach(line -> lines.add(line.path("message").asText()));
        return lines;
    }

    /** Writes what the window shows, as PNG. */
    public void show(Path file) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(
                    file,
                    Base64.getDecoder().decode(call("GET", "/screenshot", null).asText()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode call(String method, String path, Object body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(driverAt + (session.isEmpty() ? "" : "/" + session) + path))
                    .timeout(Duration.ofSeconds(60))
                    .method(
                            method,
                            body == null
                                    ? BodyPublishers.noBody()
                                    : BodyPublishers.ofString(JSON.writeValueAsString(body)))
                    .build();
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            JsonNode value = JSON.readTree(answer.body()).path("value");
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(method + " " + path + ": "
                        + value.path("error").asText() + ": "
                        + value.path("message").asText());
            }
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            if (!session.isEmpty()) {
                call("DELETE", "", null);
            }
        } finally {
            driver.destroy();
            try {
                if (!driver.waitFor(10, TimeUnit.SECONDS)) {
                    driver.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
