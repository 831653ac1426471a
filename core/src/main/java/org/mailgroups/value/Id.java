// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.mailgroups.text.NormalForm;

/**
 * Reads the ids that the store gives to things. Callers must not look inside them: a text of another form is the id of
 * nothing that exists.
 */
public final class Id {
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final int MAX_SHOWN = 40;

    private Id() {}

    /**
     * Returns the id that a text holds.
     *
     * @param kind the kind of thing that has the id, such as {@code contact}
     * @throws NotFoundException if it is no id
     */
    public static UUID parse(String kind, String text) {
        return read(text).orElseThrow(() -> unknown(kind, text));
    }

    /**
     * Returns the id that a text in the body or in the query holds.
     *
     * @param field the name of the field that holds it
     * @throws NotFoundException naming {@code field}, if it is no id
     */
    public static UUID parse(String field, String kind, String text) {
        return read(text).orElseThrow(() -> unknown(field, kind, text));
    }

    private static Optional<UUID> read(String text) {
        String stripped = NormalForm.stripped(text);
        return UUID_TEXT.matcher(stripped).matches() ? Optional.of(UUID.fromString(stripped)) : Optional.empty();
    }

    /** Returns the outcome that nothing has the id in {@code field}. */
    public static NotFoundException unknown(String field, String kind, Object id) {
        return new NotFoundException(field, unknown(kind, id).reason());
    }

    /** Returns the outcome that nothing has this id. */
    public static NotFoundException unknown(String kind, Object id) {
        String text = id.toString();
        if (text.isEmpty()) {
            return new NotFoundException("there is no " + kind + " without an id");
        }
        return new NotFoundException("there is no " + kind + " "
                + (text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "..." : text));
    }
}
