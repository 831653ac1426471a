// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the page, as a browser gets them. */
class PageTest {
    /** What a browser loads before the page can be used, in octets on the wire without headers. */
    private static final int MAX_WEIGHT = 36_000;

    @RegisterExtension
    static final Door DOOR = new Door();

    private static HttpResponse<String> get(String path) {
        return DOOR.send(DOOR.request(path));
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    /** Returns the paths of all files that the page names. */
    private static List<String> named() {
        return Pattern.compile("\"(/page/[^\"]+)\"")
                .matcher(get("/").body())
                .results()
                .map((MatchResult found) -> found.group(1))
                .distinct()
                .toList();
    }

    @Test
    void pageShouldBeThereWithoutLogInAndBeAskedForAgainEachTime() {
        HttpResponse<String> page = get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).startsWith("<!DOCTYPE html>").contains("<html lang=\"en\">", "Log in");
        assertThat(header(page, "Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(header(page, "Cache-Control")).isEqualTo("no-cache");
        assertThat(header(page, "Vary")).contains("Accept-Language", "Cookie");
        assertThat(header(page, "Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "require-trusted-types-for 'script'")
                .doesNotContain("unsafe", "http:", "https:", "*");
        assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(page, "X-Frame-Options")).isEqualTo("DENY");
    }

    @Test
    void everyFileThatThePageNamesShouldBeThereAndBeKeptForGood() {
        assertThat(named()).hasSize(28);
        for (String path : named()) {
            HttpResponse<String> file = get(path);

            assertThat(file.statusCode()).as(path).isEqualTo(200);
            assertThat(header(file, "Cache-Control")).contains("immutable").doesNotContain("no-");
            assertThat(header(file, "Content-Type"))
                    .isEqualTo(
                            switch (path.substring(path.lastIndexOf('.'))) {
                                case ".js" -> "text/javascript; charset=utf-8";
                                case ".css" -> "text/css; charset=utf-8";
                                case ".svg" -> "image/svg+xml";
                                default -> "application/json";
                            });
            assertThat(header(file, "X-Content-Type-Options")).isEqualTo("nosniff");
        }
    }

    @Test
    void headShouldAnswerAsGetDoes() {
        for (String path : List.of("/", named().get(0))) {
            HttpResponse<String> get = get(path);
            HttpResponse<String> head = DOOR.send(DOOR.request(path).method("HEAD", BodyPublishers.noBody()));

            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            for (String name : List.of("ETag", "Content-Type", "Content-Length", "Cache-Control")) {
                assertThat(header(head, name)).as(name).isNotEmpty().isEqualTo(header(get, name));
            }
        }
    }

    @Test
    void fileThatABrowserHasShouldNotBeSentAgain() {
        String tag = header(get("/"), "ETag");

        for (String known : List.of(tag, "\"other\", " + tag, "W/" + tag, "*")) {
            HttpResponse<String> answer = DOOR.send(DOOR.request("/").header("If-None-Match", known));

            assertThat(answer.statusCode()).as(known).isEqualTo(304);
            assertThat(answer.body()).isEmpty();
            assertThat(header(answer, "ETag")).isEqualTo(tag);
        }
        assertThat(DOOR.send(DOOR.request("/").header("If-None-Match", "\"other\""))
                        .statusCode())
                .isEqualTo(200);
        assertThat(DOOR.send(DOOR.request("/").header("Accept-Language", "de").header("If-None-Match", tag))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void fileShouldBeZippedForWhoeverCanReadIt() throws Exception {
        HttpResponse<byte[]> zipped = octets("/", "br, gzip;q=0.5");
        HttpResponse<byte[]> plain = octets("/", "gzip;q=0");

        assertThat(header(zipped, "Content-Encoding")).isEqualTo("gzip");
        assertThat(header(plain, "Content-Encoding")).isEmpty();
        assertThat(new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes())
                .isEqualTo(plain.body());
        assertThat(header(zipped, "ETag")).isNotEqualTo(header(plain, "ETag"));
        assertThat(header(zipped, "Vary")).contains("Accept-Encoding");
    }

    private static HttpResponse<byte[]> octets(String path, String encodings) throws Exception {
        HttpRequest request =
                DOOR.request(path).header("Accept-Encoding", encodings).build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
    }

    @Test
    void pageShouldBeLight() throws Exception {
        int weight = octets("/", "gzip").body().length;
        for (String path : named()) {
            weight += octets(path, "gzip").body().length;
        }

        assertThat(weight).isLessThan(MAX_WEIGHT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "de-AT, en;q=0.5 | '' | de",
                "fr, es-MX;q=0.8, de;q=0.3 | '' | es",
                "fr | '' | en",
                "den, deu | '' | en",
                "ES | '' | es",
                "en;q=0, de;q=0.1 | '' | de",
                ",;=\"| '' | en",
                "de | language=es | es",
                "de | language=xx | de",
                "de | language=../../etc/passwd; a=b | de"
            })
    void languageShouldBeTheOneThatWasChosenOrElseOneOfTheBrowser(String languages, String cookie, String expected) {
        HttpRequest.Builder request = DOOR.request("/").header("Accept-Language", languages);
        HttpResponse<String> page = DOOR.send(cookie.isEmpty() ? request : request.header("Cookie", cookie));

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<html lang=\"" + expected + "\">", "/" + expected + ".json\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "TRACE"})
    void pageShouldOnlyBeRead(String method) {
        for (String path : List.of("/", named().get(0))) {
            HttpResponse<String> answer = DOOR.send(DOOR.request(path).method(method, BodyPublishers.noBody()));

            assertThat(answer.statusCode()).isEqualTo(405);
            assertThat(answer.body()).contains("this path takes GET");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/index.html",
                "/page",
                "/page/",
                "FOLDER",
                "FOLDER/",
                "FOLDER/none.js",
                "FOLDER/PageFiles.class",
                "FOLDER/index.html",
                "/page/0000000000000000/main.js",
                "FOLDER/../PageFiles.class",
                "FOLDER/..%2fPageFiles.class",
                "FOLDER/%2e%2e/PageFiles.class",
                "FOLDER/%2e%2e%2f%2e%2e%2fMembersPort.class",
                "FOLDER/..%5c..%5cmain.js",
                "FOLDER/..;/..;/main.js",
                "FOLDER//main.js",
                "FOLDER/main.js/",
                "FOLDER/main.js%00",
                "FOLDER/MAIN.JS",
                "/page/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
                "//etc/passwd",
                "/..",
                "file:///etc/passwd",
                "http://127.0.0.1/../../etc/passwd"
            })
    void noOtherPathShouldLeadToAFile(String path) throws IOException {
        String main = named().stream()
                .filter(name -> name.endsWith("/main.js"))
                .findFirst()
                .orElseThrow();
        String folder = main.substring(0, main.lastIndexOf('/'));

        // Over a socket, because clients tidy paths up.
        String answer = raw("GET " + path.replace("FOLDER", folder) + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + "Connection: close\r\n\r\n");

        assertThat(answer).containsPattern("^HTTP/1.1 (400|404) ").contains("\"statusCode\":40");
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), DOOR.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream answer = socket.getInputStream();
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
