// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.message;

import java.util.Locale;
import java.util.Set;

/**
 * The text of HTML as far as it is needed to find a line of it: tags are taken out, and those that are not inside of
 * a line end it. Its cost grows with the length.
 */
public final class HtmlText {
    /** Elements whose content nobody sees. */
    private static final Set<String> HIDDEN = Set.of("head", "style", "script", "title");

    private static final Set<String> INSIDE_A_LINE = Set.of(
            "a", "abbr", "b", "big", "code", "em", "font", "i", "img", "mark", "o:p", "s", "small", "span", "strong",
            "sub", "sup", "tt", "u", "wbr");

    private final String html;
    private final StringBuilder text = new StringBuilder();
    private int position;

    private HtmlText(String html) {
        this.html = html;
    }

    public static String of(String html) {
        HtmlText reader = new HtmlText(html);
        while (reader.position < html.length()) {
            reader.next();
        }
        return reader.text.toString().replace("&nbsp;", " ").replace("&#160;", " ");
    }

    private void next() {
        char character = html.charAt(position);
        if (html.startsWith("<!--", position)) {
            position = after("-->", position);
        } else if (character == '<') {
            tag();
        } else {
            text.append(Character.isWhitespace(character) ? ' ' : character);
            position++;
        }
    }

    private void tag() {
        String name = name(position + 1);
        position = after(">", position);
        if (HIDDEN.contains(name)) {
            position = after(">", after("</" + name, position));
        } else if (!INSIDE_A_LINE.contains(name.startsWith("/") ? name.substring(1) : name)) {
            text.append('\n');
        }
    }

    /** Returns the name of a tag, in lower case; with a slash in front if it ends an element. */
    private String name(int from) {
        int end = from;
        while (end < html.length() && end - from < 20 && !isEndOfName(html.charAt(end), end == from)) {
            end++;
        }
        return html.substring(from, end).toLowerCase(Locale.ROOT);
    }

    private static boolean isEndOfName(char character, boolean isFirst) {
        return character == '>' || (character == '/' && !isFirst) || Character.isWhitespace(character);
    }

    /** Returns the place after the next occurrence of a word in any case; the end if there is none. */
    private int after(String word, int from) {
        int found = from;
        while (found + word.length() <= html.length() && !html.regionMatches(true, found, word, 0, word.length())) {
            found++;
        }
        return Math.min(found + word.length(), html.length());
    }
}
