// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.type.CollectionType;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mailgroups.value.InvalidValueException;

/**
 * Lets records and lists be neither {@code null} nor missing, as {@link ScalarReader} does with scalars, and refuses
 * an unknown field at once.
 *
 * <p>Jackson's own switches for the first pass over the components of records in 2.14.
 */
final class Strict extends BeanDeserializerModifier {
    private static final long serialVersionUID = 1L;

    @Override
    public JsonDeserializer<?> modifyDeserializer(
            DeserializationConfig config, BeanDescription description, JsonDeserializer<?> reader) {
        Class<?> type = description.getBeanClass();
        return type.isRecord() ? new RecordReader(reader, names(type)) : reader;
    }

    @Override
    public JsonDeserializer<?> modifyCollectionDeserializer(
            DeserializationConfig config,
            CollectionType type,
            BeanDescription description,
            JsonDeserializer<?> reader) {
        return new Reader(reader);
    }

    private static Set<String> names(Class<?> type) {
        return Stream.of(type.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the refusal of {@code null}. */
    static JsonMappingException isNull(DeserializationContext context, Class<?> type) {
        return MismatchedInputException.from(context.getParser(), type, "null");
    }

    /** Returns the refusal of an object whose field is left out. */
    static JsonMappingException isMissing(DeserializationContext context) {
        return JsonMappingException.from(context, "missing", new InvalidValueException("", "missing"));
    }

    private static class Reader extends DelegatingDeserializer {
        private static final long serialVersionUID = 1L;

        Reader(JsonDeserializer<?> reader) {
            super(reader);
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> reader) {
            return new Reader(reader);
        }

        @Override
        public Object getNullValue(DeserializationContext context) throws JsonMappingException {
            throw isNull(context, handledType());
        }

        @Override
        public Object getAbsentValue(DeserializationContext context) throws JsonMappingException {
            throw isMissing(context);
        }
    }

    private static final class RecordReader extends Reader {
        private static final long serialVersionUID = 1L;

        private final transient Set<String> names;

        RecordReader(JsonDeserializer<?> reader, Set<String> names) {
            super(reader);
            this.names = names;
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> reader) {
            return new RecordReader(reader, names);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            boolean isObject = parser.currentToken() == JsonToken.START_OBJECT;
            return super.deserialize(isObject ? new KnownFields(parser, handledType(), names) : parser, context);
        }
    }
}
