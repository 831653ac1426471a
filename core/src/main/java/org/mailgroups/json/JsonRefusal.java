// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.json;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import org.mailgroups.text.VisibleForm;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.MailGroupsException;

/** Says in our words what Jackson refuses: the path of the field, and the reason. */
final class JsonRefusal {
    private static final String BODY = "body";
    private static final int MAX_SHOWN = 80;

    /** Jackson has no exception of its own for this; the words are the same in 2.14 and in all versions since. */
    private static final String DUPLICATE = "Duplicate field";

    private static final Map<Class<?>, String> KINDS = Map.of(
            String.class, "text",
            Address.class, "text",
            Boolean.class, "true or false",
            Long.class, "a whole number",
            OptionalLong.class, "a whole number");

    private JsonRefusal() {}

    /**
     * Returns what to throw.
     *
     * @param outer the path of the value that was read; empty for the document
     * @param place the path of the token that was read last
     */
    static MailGroupsException of(String outer, String place, JsonProcessingException e) {
        String path = e instanceof JsonMappingException mapping ? path(outer, mapping) : outer;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidValueException invalid) {
                return path.isEmpty() ? invalid : invalid.in(path);
            }
            if (cause instanceof MailGroupsException other) {
                return other;
            }
            if (cause instanceof JsonParseException syntax) {
                return notJson(syntax);
            }
        }
        if (e instanceof UnrecognizedPropertyException) {
            return invalid(path, "unknown field", e);
        }
        if (e instanceof MismatchedInputException mismatch) {
            return invalid(path, "must be " + kind(mismatch.getTargetType()), e);
        }
        return invalid(place, "is too long, or nested too deeply", e);
    }

    static InvalidValueException invalid(String path, String reason, Exception cause) {
        return new InvalidValueException(path.isEmpty() ? BODY : path, reason, cause);
    }

    private static InvalidValueException notJson(JsonParseException e) {
        if (e.getOriginalMessage().startsWith(DUPLICATE)) {
            return invalid(path(e.getProcessor().getParsingContext()), "given twice", e);
        }
        JsonLocation at = e.getLocation();
        return invalid(BODY, "is not JSON (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")", e);
    }

    /** Returns what a value of a type looks like. */
    static String kind(Class<?> type) {
        JsonClassDescription description = type.getAnnotation(JsonClassDescription.class);
        if (description != null) {
            return description.value();
        }
        return KINDS.getOrDefault(type, Collection.class.isAssignableFrom(type) ? "an array" : "an object");
    }

    private static String path(String outer, JsonMappingException e) {
        String path = outer;
        for (JsonMappingException.Reference step : e.getPath()) {
            path = step.getFieldName() == null ? element(path, step.getIndex()) : field(path, step.getFieldName());
        }
        return path;
    }

    /** Returns where a parser is. */
    static String path(JsonStreamContext place) {
        if (place.inRoot()) {
            return "";
        }
        String outer = path(place.getParent());
        if (place.inArray()) {
            return place.hasCurrentIndex() ? element(outer, place.getCurrentIndex()) : outer;
        }
        return place.hasCurrentName() ? field(outer, place.getCurrentName()) : outer;
    }

    private static String element(String outer, int index) {
        return outer + "[" + index + "]";
    }

    private static String field(String outer, String name) {
        String cut = name.length() > MAX_SHOWN ? name.substring(0, MAX_SHOWN) + "..." : name;
        String shown = VisibleForm.of(cut);
        return outer.isEmpty() ? shown : outer + "." + shown;
    }
}
