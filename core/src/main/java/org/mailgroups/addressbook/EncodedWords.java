// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.addressbook;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Writes any text as encoded words (RFC 2047) in UTF-8 and base 64. Each has at most 75 octets, and whole characters.
 * Spaces separate them; a reader drops these.
 */
final class EncodedWords {
    private static final String START = "=?UTF-8?B?";
    private static final String END = "?=";

    /** The octets of text in a word. With start and end their base 64 has 72 octets; with three more it has 76. */
    private static final int MAX_OCTETS = 45;

    private EncodedWords() {}

    static String of(String text) {
        List<String> words = new ArrayList<>();
        ByteArrayOutputStream octets = new ByteArrayOutputStream(MAX_OCTETS);
        text.codePoints().forEach(codePoint -> {
            byte[] character = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
            if (octets.size() + character.length > MAX_OCTETS) {
                words.add(word(octets));
                octets.reset();
            }
            octets.writeBytes(character);
        });
        words.add(word(octets));
        return String.join(" ", words);
    }

    private static String word(ByteArrayOutputStream octets) {
        return START + Base64.getEncoder().encodeToString(octets.toByteArray()) + END;
    }
}
