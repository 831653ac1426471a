// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Function;
import org.mailgroups.value.InvalidValueException;

/**
 * A JSON document that is read as it comes, since it may be longer than memory. The caller walks through its outer
 * objects and arrays; the small ones inside are read as records, by the rules of {@link Json}. Not thread-safe.
 */
public final class JsonDocument {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final ObjectMapper mapper;
    private final JsonParser parser;

    private JsonDocument(ObjectMapper mapper, JsonParser parser) {
        this.mapper = mapper;
        this.parser = parser;
    }

    /** Does what {@link Json#readDocument} promises. */
    static <T> T read(ObjectMapper mapper, InputStream stream, Function<JsonDocument, T> value) {
        try (Reader text = text(stream);
                JsonParser parser = mapper.createParser(text)) {
            if (parser.nextToken() == null) {
                throw JsonRefusal.invalid("", "is empty", null);
            }
            T read = value.apply(new JsonDocument(mapper, parser));
            if (parser.nextToken() != null) {
                throw JsonRefusal.invalid("", "goes on after its JSON value", null);
            }
            return read;
        } catch (IOException e) {
            throw refusal("", "", e);
        }
    }

    /** Decodes by hand: Jackson would take UTF-16 and UTF-32 too, and does not skip the mark that it sees as text. */
    private static Reader text(InputStream stream) throws IOException {
        Reader text = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8.newDecoder()));
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
        return text;
    }

    private static RuntimeException refusal(String path, String place, IOException e) {
        if (e instanceof JsonProcessingException json) {
            return JsonRefusal.of(path, place, json);
        }
        return e instanceof CharacterCodingException
                ? JsonRefusal.invalid("", "is not UTF-8", e)
                : new UncheckedIOException(e);
    }

    /** Returns where the reading is, such as {@code groups[3].members}. */
    public String path() {
        return JsonRefusal.path(parser.getParsingContext());
    }

    /** Reads the value here as a record. */
    public <T> T value(Class<T> type) {
        String path = path();
        try {
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                throw expected(path, JsonRefusal.kind(type));
            }
            return mapper.readValue(parser, type);
        } catch (IOException e) {
            throw refusal(path, path(), e);
        }
    }

    /**
     * Reads the object here, field by field.
     *
     * @param field gets each name, and must read the field's value
     */
    public void fields(Consumer<String> field) {
        String path = path();
        try {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw expected(path, "an object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.getCurrentName();
                parser.nextToken();
                field.accept(name);
            }
        } catch (IOException e) {
            throw refusal(path, path(), e);
        }
    }

    /**
     * Reads the array here, element by element.
     *
     * @param element must read the element
     */
    public void elements(Runnable element) {
        String path = path();
        try {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw expected(path, "an array");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                element.run();
            }
        } catch (IOException e) {
            throw refusal(path, path(), e);
        }
    }

    /** Returns the refusal of the field whose value is here. */
    public InvalidValueException unknownField() {
        return JsonRefusal.invalid(path(), "unknown field", null);
    }

    private static InvalidValueException expected(String path, String kind) {
        return JsonRefusal.invalid(path, "must be " + kind, null);
    }
}
