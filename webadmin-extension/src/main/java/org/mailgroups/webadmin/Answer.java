// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a call is answered with: a status, headers and, mostly, a value that becomes JSON. Immutable. */
public final class Answer {
    private final int status;
    private final Object content;
    private final Map<String, String> headers;

    private Answer(int status, Object content, Map<String, String> headers) {
        this.status = status;
        this.content = content;
        this.headers = Map.copyOf(headers);
    }

    public static Answer ok(Object content) {
        return new Answer(200, content, Map.of());
    }

    /** 201 with what was created and where it is now. */
    public static Answer created(String location, Object content) {
        return new Answer(201, content, Map.of("Location", location));
    }

    public static Answer noContent() {
        return new Answer(204, null, Map.of());
    }

    /** Octets to be saved as a file, sent as they come, whatever a browser may think of them. */
    public static Answer octets(String contentType, String name, InputStream octets) {
        return new Answer(
                200,
                new Octets(contentType, octets),
                Map.of(
                        "Content-Disposition",
                        "attachment; filename=\"" + name + "\"",
                        "X-Content-Type-Options",
                        "nosniff"));
    }

    /**
     * A file to be saved, which may be longer than memory: it is made piece by piece while it is sent. An error in the first pieces is answered like any other;
     * one in the middle breaks the connection off, so that nobody takes what has come for the whole.
     *
     * @param name a proposal for the file's name; what is not plain in it becomes {@code _}
     * @param pieces read once, in order; closed at the end, whatever the end is
     */
    public static Answer file(String contentType, String name, Stream<String> pieces) {
        String plainName = name.replaceAll("[^A-Za-z0-9@._-]", "_");
        return new Answer(
                200,
                new FileContent(contentType, pieces),
                Map.of("Content-Disposition", "attachment; filename=\"" + plainName + "\""));
    }

    /** A CSV file. */
    public static Answer csv(String name, Stream<String> lines) {
        return file("text/csv; charset=utf-8", name, lines);
    }

    /** A task that has begun: where it is watched. */
    public static Answer task(String taskId) {
        return created("/tasks/" + taskId, Map.of("taskId", taskId));
    }

    /** The same answer with the version of its content as a strong entity tag. */
    public Answer withVersion(long version) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put("ETag", "\"" + version + "\"");
        return new Answer(status, content, more);
    }

    /** Content that is sent as it is; closed in the end. */
    record Octets(String contentType, InputStream stream) {}

    int status() {
        return status;
    }

    Optional<Object> content() {
        return Optional.ofNullable(content);
    }

    Map<String, String> headers() {
        return headers;
    }

    /** Content that is sent as it comes. */
    record FileContent(String contentType, Stream<String> pieces) {}
}
