// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.io.IOException;
import java.util.Set;

/**
 * A parser inside an object that refuses an unknown field before its value is read.
 *
 * <p>Jackson refuses it too, but at the end of the object: until then it would keep the value, of any size, in memory.
 */
final class KnownFields extends JsonParserDelegate {
    private final Class<?> type;
    private final Set<String> names;
    private final JsonStreamContext object;

    /** Makes a parser out of one that is at the beginning of an object. */
    KnownFields(JsonParser parser, Class<?> type, Set<String> names) {
        super(parser);
        this.type = type;
        this.names = names;
        this.object = parser.getParsingContext();
    }

    @Override
    public JsonToken nextToken() throws IOException {
        JsonToken token = delegate.nextToken();
        if (token == JsonToken.FIELD_NAME
                && delegate.getParsingContext() == object
                && !names.contains(delegate.getCurrentName())) {
            throw UnrecognizedPropertyException.from(delegate, type, delegate.getCurrentName(), null);
        }
        return token;
    }
}
