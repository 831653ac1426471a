// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.route;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.mailgroups.json.Given;
import org.mailgroups.value.Address;

/** Describes records as JSON Schema. Not thread-safe. */
final class Schemas {
    private static final String TYPE = "type";

    private final Map<String, Object> components = new TreeMap<>();

    /** Returns the records that were described, by name. */
    Map<String, Object> components() {
        return components;
    }

    /** Returns the schema of a page whose items have a schema. */
    Map<String, Object> page(Object item) {
        return Map.of(
                TYPE,
                "object",
                "required",
                List.of("items"),
                "properties",
                Map.of("items", array(item), "next", Map.of(TYPE, "string")));
    }

    /** Returns the schema of a type. Records are referred to. */
    Map<String, Object> of(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type argument = generic.getActualTypeArguments()[0];
            return generic.getRawType() == Given.class ? of(argument) : array(of(argument));
        }
        if (type instanceof Class<?> record && record.isRecord()) {
            return Map.of("$ref", "#/components/schemas/" + component(record));
        }
        return Map.of(TYPE, word(type));
    }

    static Map<String, Object> array(Object item) {
        return Map.of(TYPE, "array", "items", item);
    }

    private static String word(Type type) {
        if (type == String.class || type == Address.class) {
            return "string";
        }
        if (type == OptionalLong.class || type == Long.class || type == Integer.class) {
            return "integer";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "boolean";
        }
        return type == int.class || type == long.class ? "integer" : "object";
    }

    private String component(Class<?> record) {
        String name = record.getSimpleName();
        if (!components.containsKey(name)) {
            components.put(name, Map.of());
            Map<String, Object> properties = new LinkedHashMap<>();
            List<String> required = new ArrayList<>();
            for (RecordComponent component : record.getRecordComponents()) {
                properties.put(component.getName(), of(component.getGenericType()));
                if (component.getType().isPrimitive()) {
                    required.add(component.getName());
                }
            }
            components.put(name, Map.of(TYPE, "object", "required", required, "properties", properties));
        }
        return name;
    }
}
