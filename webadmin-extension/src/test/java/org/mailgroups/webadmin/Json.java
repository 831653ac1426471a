// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An answer in JSON, read by paths such as {@code items[0].name}. The path {@code items.name} has the names of all
 * items. RestAssured reads the same paths, but compiles each one, which takes longer than the call itself. Immutable.
 */
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Object value;

    private Json(Object value) {
        this.value = value;
    }

    /** Reads an answer. */
    public static Json of(Response answer) {
        try {
            return new Json(MAPPER.readValue(answer.asByteArray(), Object.class));
        } catch (IOException e) {
            throw new UncheckedIOException(answer.asString(), e);
        }
    }

    private Object found(String path) {
        Object found = value;
        for (String step : path.replace("[", ".[").split("\\.", -1)) {
            found = step(found, step);
        }
        return found;
    }

    private static Object step(Object from, String step) {
        if (step.startsWith("[")) {
            return ((List<?>) from).get(Integer.parseInt(step.substring(1, step.length() - 1)));
        }
        if (from instanceof List<?> list) {
            return list.stream().map(item -> ((Map<?, ?>) item).get(step)).toList();
        }
        return from == null ? null : ((Map<?, ?>) from).get(step);
    }

    /** Returns what is at a path, as if it were the whole. */
    public Json at(String path) {
        return new Json(found(path));
    }

    /** Returns the number at a path; fails if nothing is there. */
    public int getInt(String path) {
        return (Integer) Objects.requireNonNull(found(path), path);
    }

    public boolean getBoolean(String path) {
        return (Boolean) Objects.requireNonNull(found(path), path);
    }

    /** Returns the text at a path, or null if nothing is there. */
    public String getString(String path) {
        return (String) found(path);
    }

    @SuppressWarnings("unchecked")
    public <T> List<T> getList(String path) {
        return (List<T>) found(path);
    }

    @SuppressWarnings("unchecked")
    public Map<String, Object> getMap(String path) {
        return (Map<String, Object>) found(path);
    }
}
