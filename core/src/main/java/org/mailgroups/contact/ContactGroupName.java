// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact;

import org.mailgroups.text.NormalForm;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.Text;

/**
 * The name of a contact group: one line, not empty.
 *
 * @param text as it was written
 */
public record ContactGroupName(String text) {
    /** The longest name, in characters. */
    public static final int MAX_LENGTH = 100;

    public ContactGroupName {
        text = Text.line("name", text, MAX_LENGTH);
        if (text.isEmpty()) {
            throw new InvalidValueException("name is empty");
        }
    }

    /** Returns the form in which names are compared. */
    public String key() {
        return NormalForm.key(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
