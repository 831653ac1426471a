// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import org.mailgroups.audit.LogText;
import org.mailgroups.text.NormalForm;
import org.mailgroups.text.VisibleForm;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Text of an older version, in a form that its column and this version take. */
final class StoredText {
    private static final Logger LOGGER = LoggerFactory.getLogger(StoredText.class);

    private StoredText() {}

    /** Returns the normal form of a text. Some letters are longer in it: then it is cut, and the log says so. */
    static String of(String what, String text, int maxLength) {
        if (NormalForm.of(text).length() > maxLength) {
            LOGGER.warn(
                    "{} is longer than {} characters in normal form and was cut: {}",
                    what,
                    maxLength,
                    LogText.neutral(text));
        }
        return NormalForm.cut(text, maxLength);
    }

    /** Returns the same of a text that must not be empty. One that shows nothing becomes the numbers of its letters. */
    static String name(String what, String text, int maxLength) {
        String normal = of(what, text, maxLength);
        return normal.isEmpty() ? of(what, VisibleForm.of(text), maxLength) : normal;
    }
}
