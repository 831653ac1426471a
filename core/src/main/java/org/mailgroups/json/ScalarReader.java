// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.Set;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;

/**
 * Reads one scalar from its own kind of token, and from no other.
 *
 * <p>Jackson's readers make numbers of texts, texts of numbers and zeros of nothing. It has switches against most of
 * that, but which switch covers what differs between the versions that James 3.8 and 3.9 bring.
 */
final class ScalarReader<T> extends StdScalarDeserializer<T> {
    private static final long serialVersionUID = 1L;

    private final transient Set<JsonToken> tokens;
    private final transient Conversion<T> conversion;

    private interface Conversion<T> {
        T of(JsonParser parser) throws IOException;
    }

    private ScalarReader(Class<?> type, Set<JsonToken> tokens, Conversion<T> conversion) {
        super(type);
        this.tokens = tokens;
        this.conversion = conversion;
    }

    /** Puts the readers in the place of Jackson's. */
    static void register(SimpleModule module) {
        Set<JsonToken> text = Set.of(JsonToken.VALUE_STRING);
        Set<JsonToken> number = Set.of(JsonToken.VALUE_NUMBER_INT);
        Set<JsonToken> flag = Set.of(JsonToken.VALUE_TRUE, JsonToken.VALUE_FALSE);
        module.addDeserializer(String.class, new ScalarReader<>(String.class, text, JsonParser::getText));
        module.addDeserializer(
                Address.class, new ScalarReader<>(Address.class, text, parser -> Address.parse(parser.getText())));
        ScalarReader<Boolean> flags = new ScalarReader<>(Boolean.class, flag, JsonParser::getBooleanValue);
        module.addDeserializer(Boolean.class, flags);
        module.addDeserializer(boolean.class, flags);
        ScalarReader<Long> numbers = new ScalarReader<>(Long.class, number, ScalarReader::wholeNumber);
        module.addDeserializer(Long.class, numbers);
        module.addDeserializer(long.class, numbers);
        module.addDeserializer(OptionalLong.class, new WholeNumberOrNull());
    }

    private static long wholeNumber(JsonParser parser) throws IOException {
        try {
            return parser.getLongValue();
        } catch (JsonProcessingException | NumberFormatException e) {
            throw new InvalidValueException("", "is too large", e);
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (tokens.contains(parser.currentToken())) {
            return conversion.of(parser);
        }
        return (T) context.handleUnexpectedToken(handledType(), parser);
    }

    @Override
    public T getNullValue(DeserializationContext context) throws JsonMappingException {
        throw Strict.isNull(context, handledType());
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) throws JsonMappingException {
        throw Strict.isMissing(context);
    }

    /** A whole number, or {@code null} for none. */
    private static final class WholeNumberOrNull extends StdScalarDeserializer<OptionalLong> {
        private static final long serialVersionUID = 1L;

        WholeNumberOrNull() {
            super(OptionalLong.class);
        }

        @Override
        public OptionalLong getNullValue(DeserializationContext context) {
            return OptionalLong.empty();
        }

        @Override
        public OptionalLong deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                return OptionalLong.of(wholeNumber(parser));
            }
            return (OptionalLong) context.handleUnexpectedToken(handledType(), parser);
        }
    }
}
