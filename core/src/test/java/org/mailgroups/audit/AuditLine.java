// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A line of the audit trail, read as a stranger would read it from the documentation.
 *
 * @param fields name and value, in their order; a value is a {@link String} or a list of them
 */
public record AuditLine(String event, Map<String, Object> fields) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if it is no such line, or names a field twice
     */
    public static AuditLine parse(String line) {
        String[] parts = line.split(" ", 2);
        require(parts[0].matches("[a-z-]+"), line);
        Map<String, Object> fields = new LinkedHashMap<>();
        String rest = parts.length == 1 ? "" : parts[1];
        while (!rest.isEmpty()) {
            int equals = rest.indexOf('=');
            require(equals > 0 && rest.substring(0, equals).matches("[a-zA-Z]+"), line);
            String value = value(rest.substring(equals + 1));
            Object before = fields.put(rest.substring(0, equals), read(value));
            require(before == null, line);
            rest = rest.substring(equals + 1 + value.length());
            require(rest.isEmpty() || (rest.startsWith(" ") && rest.length() > 1), line);
            rest = rest.stripLeading();
        }
        return new AuditLine(parts[0], fields);
    }

    /** Returns the JSON value at the beginning of a text. */
    private static String value(String text) {
        try (var parser = JSON.createParser(text)) {
            parser.nextToken();
            parser.skipChildren();
            parser.finishToken();
            int end = (int) parser.currentLocation().getCharOffset();
            return text.substring(0, end);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    private static Object read(String value) {
        ObjectReader reader = JSON.reader();
        try {
            JsonNode node = reader.readTree(value);
            return node.isArray() ? reader.forType(java.util.List.class).readValue(node) : node.textValue();
        } catch (IOException e) {
            throw new UncheckedIOException(value, e);
        }
    }

    private static void require(boolean condition, String line) {
        if (!condition) {
            throw new IllegalArgumentException("no line of the audit trail: " + line);
        }
    }
}
