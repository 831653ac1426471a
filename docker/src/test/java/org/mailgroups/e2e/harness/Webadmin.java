// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;

/** A postmaster's HTTP calls. Immutable and thread-safe. */
public final class Webadmin {
    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MEMBERS_A_CALL = 10_000;
    private static final int ADDED_A_CALL = 1_000;
    private static final Set<String> RUNNING = Set.of("waiting", "inProgress");

    private final HttpClient client;
    private final String base;
    private final Optional<String> token;

    private Webadmin(HttpClient client, String base, Optional<String> token) {
        this.client = client;
        this.base = base;
        this.token = token;
    }

    /** Returns calls with the administrator's token that the server left in its data folder. */
    public static Webadmin of(ServerProcess server) {
        return at(server.ports().webadmin(), Optional.of(token(server.data())));
    }

    /** Returns calls with this token, or with none. */
    public static Webadmin at(int port, Optional<String> token) {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return new Webadmin(client, "http://127.0.0.1:" + port, token);
    }

    /** Returns calls to the same port with another token. */
    public Webadmin withToken(Optional<String> other) {
        return new Webadmin(client, base, other);
    }

    /** Returns the token as it goes over the wire: the content of {@code admin.jwt}. */
    public static String token(Path data) {
        try {
            return Files.readString(data.resolve("admin.jwt")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An answer; {@link #json} reads its body. */
    public record Answer(int status, String body, HttpResponse<String> response) {
        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException e) {
                throw new AssertionError("Not JSON, with status " + status + ": " + body, e);
            }
        }

        public Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }

        /** Returns itself if it has this status, and fails otherwise. */
        public Answer expect(int expected) {
            if (status != expected) {
                throw new AssertionError(response.request().method() + " " + response.uri() + ": expected " + expected
                        + ", got " + status + ": " + body);
            }
            return this;
        }
    }

    public Answer get(String path) {
        return call("GET", path, Optional.empty(), Map.of());
    }

    public Answer put(String path) {
        return call("PUT", path, Optional.empty(), Map.of());
    }

    public Answer put(String path, Object body) {
        return call("PUT", path, Optional.of(write(body)), Map.of());
    }

    public Answer post(String path, Object body) {
        return call("POST", path, Optional.of(write(body)), Map.of());
    }

    public Answer patch(String path, Object body) {
        return call("PATCH", path, Optional.of(write(body)), Map.of());
    }

    public Answer delete(String path) {
        return call("DELETE", path, Optional.empty(), Map.of());
    }

    /** Puts a body that says it is JSON, whatever its octets are. */
    public Answer putOctets(String path, byte[] body) {
        return send("PUT", path, BodyPublishers.ofByteArray(body), Map.of("Content-Type", "application/json"));
    }

    /** Posts a file of such a type. */
    public Answer upload(String path, String type, byte[] file) {
        return send("POST", path, BodyPublishers.ofByteArray(file), Map.of("Content-Type", type));
    }

    /** The same without saying how long it is: {@code Transfer-Encoding: chunked}. */
    public Answer uploadInChunks(String path, String type, byte[] file) {
        return send(
                "POST",
                path,
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(file)),
                Map.of("Content-Type", type));
    }

    /** Waits for the end of the task that an answer tells of, and returns the task. */
    public JsonNode awaitTask(Answer submitted) {
        String task = taskOf(submitted);
        // James looks every half a second whether a task has ended.
        Awaitility.await(task)
                .atMost(ANSWER_LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !RUNNING.contains(
                        get(task).expect(200).json().path("status").asText()));
        return get(task + "/await").expect(200).json();
    }

    /** Returns the path of the task that an answer tells of. */
    public static String taskOf(Answer submitted) {
        return submitted.expect(201).header("Location").orElseThrow();
    }

    /** Calls any method with any body. */
    public Answer call(String method, String path, Optional<String> body, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>();
        body.ifPresent(text -> all.put("Content-Type", "application/json"));
        all.putAll(headers);
        return send(method, path, body.map(BodyPublishers::ofString).orElse(BodyPublishers.noBody()), all);
    }

    private Answer send(String method, String path, BodyPublisher body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(ANSWER_LIMIT)
                .method(method, body);
        token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        headers.forEach(request::setHeader);
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString(UTF_8));
            return new Answer(response.statusCode(), response.body(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String write(Object body) {
        try {
            return body instanceof String text ? text : JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Encodes a value for one segment of a path or for a query. */
    public static String encode(String value) {
        return URLEncoder.encode(value, UTF_8).replace("+", "%20");
    }

    public void createDomain(String domain) {
        put("/domains/" + encode(domain)).expect(204);
    }

    public void createUser(String user, String password) {
        put("/users/" + encode(user), Map.of("password", password)).expect(204);
    }

    /** Creates a group. One call takes 10,000 members; those beyond are added by a thousand. */
    public void createGroup(String group, String name, String administrator, Collection<String> members) {
        List<String> all = List.copyOf(members);
        List<String> first = all.subList(0, Math.min(all.size(), MEMBERS_A_CALL));
        put(group(group), Map.of("name", name, "administrators", List.of(administrator), "members", first))
                .expect(201);
        for (int i = first.size(); i < all.size(); i += ADDED_A_CALL) {
            post(group(group) + "/members?action=add", all.subList(i, Math.min(all.size(), i + ADDED_A_CALL)))
                    .expect(204);
        }
    }

    /** Returns the path of a group. */
    public static String group(String address) {
        return "/groups/" + encode(address);
    }

    /** Returns the path of a membership. */
    public static String member(String group, String member) {
        return group(group) + "/members/" + encode(member);
    }

    /** Returns the number of messages in a queue, those in work included. */
    public long queueSize(String queue) {
        return get("/mailQueues/" + queue).expect(200).json().path("size").asLong();
    }

    /**
     * Returns the number of messages in a mail repository; 0 if there is no such repository.
     *
     * @param path the path of the repository, without the protocol
     */
    public int repositorySize(String path) {
        Answer answer = get("/mailRepositories/" + encode(path));
        return answer.status() == 404
                ? 0
                : answer.expect(200).json().path("size").asInt();
    }

    /** Returns the keys of the messages in a mail repository; none if there is no such repository. */
    public List<String> repositoryKeys(String path) {
        Answer answer = get("/mailRepositories/" + encode(path) + "/mails");
        if (answer.status() == 404) {
            return List.of();
        }
        List<String> keys = new ArrayList<>();
        answer.expect(200).json().forEach(key -> keys.add(key.asText()));
        return keys;
    }

    /** Returns one message of a mail repository. */
    public JsonNode repositoryMail(String path, String key) {
        return get("/mailRepositories/" + encode(path) + "/mails/" + encode(key))
                .expect(200)
                .json();
    }
}
