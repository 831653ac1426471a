// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.mailgroups.james.message.HeaderFields.Field;

/**
 * Header fields as they were before James wrote them anew, and the way back to them. Once a mailet has touched one
 * field of a message, James writes all of them: octets above 127 become {@code ?}, and each line ends with CRLF.
 * JavaMail replaces MIME-Version as well, and takes the comment off that some programs write there. A signature over
 * such a field would be broken by that.
 *
 * <p>Not thread-safe: each original is given back once.
 */
public final class OriginalFields {
    private static final String JAVAMAIL_VERSION = "MIME-Version: 1.0\r\n";

    private final Map<String, Queue<Field>> byRewritten = new HashMap<>();
    private final Set<Field> given = Collections.newSetFromMap(new IdentityHashMap<>());

    public OriginalFields(Collection<Field> originals) {
        for (Field field : originals) {
            add(rewritten(field.text()), field);
            if (field.name().equals("mime-version") && field.value().startsWith("1.0")) {
                add(JAVAMAIL_VERSION, field);
            }
        }
    }

    private void add(String rewritten, Field field) {
        byRewritten.computeIfAbsent(rewritten, text -> new ArrayDeque<>()).add(field);
    }

    private static String rewritten(String text) {
        String ascii = new String(text.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
        String lines = ascii.replace("\r\n", "\n").replace('\r', '\n');
        return (lines.endsWith("\n") ? lines : lines + "\n").replace("\n", "\r\n");
    }

    /**
     * Returns fields with the originals in the places of what James has made of them, in their order. A field that is
     * another one now stays as it is.
     */
    public List<Field> restored(List<Field> present) {
        return present.stream().map(this::original).toList();
    }

    private Field original(Field present) {
        String rewritten = rewritten(present.text());
        Queue<Field> originals = byRewritten.getOrDefault(rewritten, new ArrayDeque<>());
        originals.removeIf(given::contains);
        Field next = originals.peek();
        if (next == null || !(present.text().equals(rewritten) || present.text().equals(next.text()))) {
            return present;
        }
        given.add(next);
        return next;
    }
}
