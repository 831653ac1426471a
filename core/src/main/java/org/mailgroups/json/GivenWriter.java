// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.OptionalLong;

/** Writes the value of a {@link Given}; the mapper leaves out one that is absent. */
final class GivenWriter extends StdSerializer<Given<?>> {
    private static final long serialVersionUID = 1L;

    GivenWriter() {
        super(Given.class, false);
    }

    @Override
    public boolean isEmpty(SerializerProvider provider, Given<?> given) {
        return !given.isPresent();
    }

    @Override
    public void serialize(Given<?> given, JsonGenerator json, SerializerProvider provider) throws IOException {
        Object value = given.orElse(null);
        if (value instanceof OptionalLong number) {
            if (number.isPresent()) {
                json.writeNumber(number.getAsLong());
            } else {
                json.writeNull();
            }
            return;
        }
        provider.defaultSerializeValue(value, json);
    }
}
