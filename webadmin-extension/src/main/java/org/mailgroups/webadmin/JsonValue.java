// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.mailgroups.value.Field;
import org.mailgroups.value.InvalidValueException;

/**
 * One value of a JSON document that is read as it comes, against the shape that the caller expects. The first thing that does not fit ends the reading with an
 * {@link InvalidValueException} that names the field ({@code members[3].name}): an unknown or repeated field, another type, null, anything
 * after the document. Nothing is built that was not asked for, so neither nesting nor size costs memory.
 *
 * <p>A value is read once, inside the callback that got it. Not thread-safe.
 */
public final class JsonValue {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int MAX_SHOWN = 80;

    private final JsonParser parser;
    private final String path;

    private JsonValue(JsonParser parser, String path) {
        this.parser = parser;
        this.path = path;
    }

    /** Reads a document that is one value. */
    public static void read(byte[] document, Consumer<JsonValue> value) {
        read(new ByteArrayInputStream(document), value);
    }

    /**
     * Reads a document that is one value, as it comes.
     *
     * @throws UncheckedIOException if the stream cannot be read; a broken encoding is an {@link InvalidValueException} where the parser tells it apart
     */
    public static void read(InputStream document, Consumer<JsonValue> value) {
        try (JsonParser parser = FACTORY.createParser(document)) {
            parser.nextToken();
            value.accept(new JsonValue(parser, ""));
            if (parser.nextToken() != null) {
                throw new InvalidValueException("body has something after its JSON value");
            }
        } catch (JsonProcessingException e) {
            throw notJson(e);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof JsonProcessingException syntax) {
                throw notJson(syntax);
            }
            throw e;
        } catch (IOException e) {
            // Broken encoding, since neither an array of bytes nor a file of ours fails to be read in another way.
            throw invalid("body is not JSON in UTF-8", e);
        }
    }

    private static InvalidValueException notJson(JsonProcessingException e) {
        return invalid(
                "body is not JSON (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")",
                e);
    }

    private static InvalidValueException invalid(String message, Exception cause) {
        return new InvalidValueException(message, cause);
    }

    /** Where the value stands, such as {@code members[3].name}. */
    public String path() {
        return path;
    }

    public boolean isText() {
        return parser.currentToken() == JsonToken.VALUE_STRING;
    }

    public boolean isObject() {
        return parser.currentToken() == JsonToken.START_OBJECT;
    }

    /** A text. */
    public String text() {
        require(JsonToken.VALUE_STRING, "text");
        try {
            return parser.getText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text that has a meaning; errors of the conversion name the field. */
    public <T> T textAs(Function<String, T> conversion) {
        String text = text();
        return Field.named(path, () -> conversion.apply(text));
    }

    /** Whether it is {@code null}, which every other reading refuses. */
    public boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    /** {@code true} or {@code false}. */
    public boolean flag() {
        if (parser.currentToken() == JsonToken.VALUE_TRUE) {
            return true;
        }
        require(JsonToken.VALUE_FALSE, "true or false");
        return false;
    }

    /** A whole number of at least {@code least}. */
    public long wholeNumber(long least) {
        require(JsonToken.VALUE_NUMBER_INT, "a whole number");
        try {
            long number = parser.getLongValue();
            if (number < least) {
                throw new InvalidValueException(path + " must be at least " + least);
            }
            return number;
        } catch (InputCoercionException e) {
            throw invalid(path + " is too large", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An array, element by element. */
    public void elements(Consumer<JsonValue> element) {
        require(JsonToken.START_ARRAY, "an array");
        for (int index = 0; next() != JsonToken.END_ARRAY; index++) {
            element.accept(new JsonValue(parser, path + "[" + index + "]"));
        }
    }

    /** An object with some of these fields, in any order, each at most once. */
    public void fields(Map<String, Consumer<JsonValue>> fields) {
        require(JsonToken.START_OBJECT, "an object");
        Set<String> seen = new HashSet<>();
        while (next() == JsonToken.FIELD_NAME) {
            String name = currentName();
            Consumer<JsonValue> reading = fields.get(name);
            if (reading == null) {
                throw new InvalidValueException("unknown field " + shown(below(name)));
            }
            if (!seen.add(name)) {
                throw new InvalidValueException(below(name) + " is given twice");
            }
            next();
            reading.accept(new JsonValue(parser, below(name)));
        }
    }

    private String below(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String shown(String name) {
        return name.length() > MAX_SHOWN ? name.substring(0, MAX_SHOWN) + "..." : name;
    }

    private void require(JsonToken expected, String description) {
        if (parser.currentToken() != expected) {
            throw new InvalidValueException((path.isEmpty() ? "body" : path) + " must be " + description);
        }
    }

    private JsonToken next() {
        try {
            return parser.nextToken();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String currentName() {
        try {
            return parser.getCurrentName();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
