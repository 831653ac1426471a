// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.route;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The path of a route, such as {@code /api/groups/{address}/held}. A segment in braces stands for any text. */
public final class PathTemplate {
    private final String text;
    private final List<String> segments;

    private PathTemplate(String text) {
        this.text = text;
        this.segments = segments(text);
    }

    public static PathTemplate of(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("A path begins with a slash: " + text);
        }
        return new PathTemplate(text);
    }

    private static List<String> segments(String path) {
        return Arrays.asList(path.substring(1).split("/", -1));
    }

    /** Returns the names of the segments in braces, in order. */
    public List<String> parameters() {
        return segments.stream()
                .filter(PathTemplate::isParameter)
                .map(PathTemplate::name)
                .toList();
    }

    /**
     * Returns the texts at the places of the segments in braces; empty if the path is another one.
     *
     * @param path as it came, still percent-encoded: an encoded slash is part of a segment
     */
    Optional<Map<String, String>> match(String path) {
        List<String> given = path.startsWith("/") ? segments(path) : List.of();
        if (given.size() != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (int i = 0; i < given.size(); i++) {
            String segment = segments.get(i);
            if (isParameter(segment) && !given.get(i).isEmpty()) {
                texts.put(name(segment), given.get(i));
            } else if (!segment.equals(given.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(texts);
    }

    /** Returns the path with the same text in all braces: two routes with the same form cannot be told apart. */
    String form() {
        return String.join(
                "/",
                segments.stream()
                        .map(segment -> isParameter(segment) ? "{}" : segment)
                        .toList());
    }

    private static boolean isParameter(String segment) {
        return segment.startsWith("{");
    }

    private static String name(String segment) {
        return segment.substring(1, segment.length() - 1);
    }

    @Override
    public String toString() {
        return text;
    }
}
