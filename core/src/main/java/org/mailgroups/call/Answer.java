// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call;

import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The answer to a call: a status, headers and, in most cases, a value that becomes JSON. Immutable. */
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

    /** Returns a 201 with the thing that was created, and with its path. */
    public static Answer created(String location, Object content) {
        return new Answer(201, content, Map.of("Location", location));
    }

    /** Returns a 303: what was asked for can be seen at this path. */
    public static Answer seeOther(String location) {
        return new Answer(303, null, Map.of("Location", location));
    }

    public static Answer noContent() {
        return new Answer(204, null, Map.of());
    }

    /** Returns octets to be saved as a file. They are sent as they come, and a browser may not guess another type. */
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
     * Returns a file to be saved. It may be larger than memory, because it is made piece by piece while it is sent. An
     * error in the first pieces is answered like any other error. A later error breaks the connection off, so that
     * nobody takes half a file for the whole.
     *
     * @param name a proposal for the file's name; each character that is not plain becomes {@code _}
     * @param pieces read once, in order; closed at the end, after an error too
     */
    public static Answer file(String contentType, String name, Stream<String> pieces) {
        String plainName = name.replaceAll("[^A-Za-z0-9@._-]", "_");
        return new Answer(
                200,
                new FileContent(contentType, pieces),
                Map.of("Content-Disposition", "attachment; filename=\"" + plainName + "\""));
    }

    /**
     * Returns content for a program, which is made piece by piece while it is sent, as a file is.
     *
     * @param pieces read once, in order; closed at the end, after an error too
     */
    public static Answer made(int status, String contentType, Stream<String> pieces) {
        return new Answer(status, new FileContent(contentType, pieces), Map.of());
    }

    /** Returns a status without content. */
    public static Answer empty(int status) {
        return new Answer(status, null, Map.of());
    }

    /** Returns a CSV file to be saved. */
    public static Answer csv(String name, Stream<String> lines) {
        return file("text/csv; charset=utf-8", name, lines);
    }

    /** Returns a 201 with the id of a task that has begun, and with the path that shows its progress. */
    public static Answer task(String taskId) {
        return created("/tasks/" + taskId, Map.of("taskId", taskId));
    }

    /** Returns the same answer with the version of its content as a strong entity tag. */
    public Answer withVersion(long version) {
        return withHeader("ETag", "\"" + version + "\"");
    }

    /** Returns the same answer with one more header. */
    public Answer withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, content, more);
    }

    /** Returns the same answer, with what becomes of its pieces if it is made piece by piece. */
    public Answer withPieces(UnaryOperator<Stream<String>> change) {
        return content instanceof FileContent file
                ? new Answer(status, new FileContent(file.contentType(), change.apply(file.pieces())), headers)
                : this;
    }

    /** Content that is sent as it is. The stream is closed at the end. */
    public record Octets(String contentType, InputStream stream) {}

    public int status() {
        return status;
    }

    public Optional<Object> content() {
        return Optional.ofNullable(content);
    }

    public Map<String, String> headers() {
        return headers;
    }

    /** Content that is made while it is sent. */
    public record FileContent(String contentType, Stream<String> pieces) {}
}
