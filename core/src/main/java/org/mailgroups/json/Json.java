// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.mailgroups.value.Address;

/**
 * Reads JSON into records, strictly, and writes records as JSON.
 *
 * <p>A document is in UTF-8, with a byte order mark or without. Refused are: a field that the record does not have, or
 * that is there twice; one that is missing, unless its component is a {@link Given}; {@code null}; a value of another
 * type, since nothing is converted; anything after the document. Each refusal is an
 * {@link org.mailgroups.value.InvalidValueException} that names the path, such as {@code members[3].name}.
 *
 * <p>Some refusals are ours and not Jackson's: scalars of another type ({@link ScalarReader}); a value that is missing
 * or null ({@link Strict}); an unknown field, before its value ({@link KnownFields}); UTF-16 and UTF-32, which Jackson
 * would detect and read; and anything after the document.
 *
 * <p>Nesting is bounded by the records: an unknown field or a value of another type ends the reading at once.
 * Thread-safe.
 */
public final class Json {
    private static final ObjectMapper MAPPER = mapper();

    private Json() {}

    private static ObjectMapper mapper() {
        SimpleModule strict = new SimpleModule("strict").setDeserializerModifier(new Strict());
        ScalarReader.register(strict);
        strict.addSerializer(Address.class, ToStringSerializer.instance);
        JsonMapper mapper = JsonMapper.builder()
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .addModule(strict)
                .build();
        mapper.configOverride(Given.class)
                .setInclude(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.USE_DEFAULTS));
        return mapper;
    }

    /**
     * Reads a document that is one object.
     *
     * @param document in memory as a whole, and so is what is made of it: the caller bounds its length
     * @throws org.mailgroups.value.InvalidValueException if it is anything else
     */
    public static <T> T read(byte[] document, Class<T> type) {
        return readDocument(new ByteArrayInputStream(document), json -> json.value(type));
    }

    /**
     * Reads a document that is an array.
     *
     * @param document in memory as a whole, and so is what is made of it: the caller bounds its length
     * @throws org.mailgroups.value.InvalidValueException if it is anything else
     */
    public static <T> List<T> readList(byte[] document, Class<T> element) {
        List<T> elements = new ArrayList<>();
        return readDocument(new ByteArrayInputStream(document), json -> {
            json.elements(() -> elements.add(json.value(element)));
            return List.copyOf(elements);
        });
    }

    /**
     * Reads a document as it comes, to its end.
     *
     * @param value reads the one value that the document is
     * @throws org.mailgroups.value.InvalidValueException naming the place that is not as expected
     * @throws java.io.UncheckedIOException if the stream cannot be read
     */
    public static <T> T readDocument(InputStream document, Function<JsonDocument, T> value) {
        return JsonDocument.read(MAPPER, document, value);
    }

    /** Writes a record. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(value.getClass() + " cannot be written as JSON", e);
        }
    }
}
