// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import java.io.IOException;

/** Reads a {@link Given} of any type, which the component that holds it names. */
final class GivenReader extends JsonDeserializer<Given<?>> implements ContextualDeserializer {
    private final JsonDeserializer<?> value;

    /** Made by Jackson; knows its type after {@link #createContextual}. */
    GivenReader() {
        this(null);
    }

    private GivenReader(JsonDeserializer<?> value) {
        this.value = value;
    }

    @Override
    public JsonDeserializer<?> createContextual(DeserializationContext context, BeanProperty component)
            throws JsonMappingException {
        JavaType type = component.getType().containedType(0);
        return new GivenReader(context.findContextualValueDeserializer(type, component));
    }

    @Override
    public Given<?> deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        return Given.of(value.deserialize(parser, context));
    }

    @Override
    public Given<?> getNullValue(DeserializationContext context) throws JsonMappingException {
        return Given.of(value.getNullValue(context));
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) {
        return Given.absent();
    }
}
