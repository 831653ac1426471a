// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import org.mailgroups.contact.ForeignCard;
import org.mailgroups.contact.file.VCardTexts.CardText;

/** A card of which lines are still to come, within its bounds. Not thread-safe. */
final class CardDraft {
    /** The most characters (UTF-16) that are kept of a card while it is read. */
    static final int MAX_CARD_LENGTH = 1 << 20;

    /** The longest property, in characters as they stand in the file: a longer one could not be kept. */
    static final int MAX_PROPERTY_LENGTH = ForeignCard.MAX_PROPERTIES_LENGTH;

    private static final String AGENT = "AGENT";
    private static final String VERSION = "VERSION:";
    private static final char LF = '\n';

    private final long line;
    private final StringBuilder text = new StringBuilder(VCardTexts.BEGIN).append(LF);
    private final Flaws flaws = new Flaws();
    /** The place in {@link #text} at which the last property begins. */
    private int lastStart = text.length();

    private String lastLine = "";
    private boolean isLastLeftOut;
    private boolean hasVersion;

    /** @param line the physical line on which the card begins */
    CardDraft(long line) {
        this.line = line;
    }

    /** Adds what is wrong with the card. */
    void flaw(String flaw) {
        flaws.add(flaw);
    }

    /** Returns whether a line is the folded rest of the last property, whatever it looks like. */
    boolean goesOn(String next) {
        return !next.isEmpty() && isBlank(next.charAt(0)) && (isLastLeftOut || lastStart < text.length());
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** Returns whether a line is the VERSION of another card: a card has just one. */
    boolean isSecondVersion(String next) {
        return hasVersion && isVersion(next);
    }

    /** Returns whether a line is a VERSION, with which nearly every card begins. */
    static boolean isVersion(String next) {
        return next.regionMatches(true, 0, VERSION, 0, VERSION.length());
    }

    void add(String next) {
        hasVersion |= isVersion(next);
        if (!isContinuation(next)) {
            lastStart = text.length();
            isLastLeftOut = false;
        }
        if (!next.isBlank()) {
            lastLine = next;
        }
        if (isLastLeftOut) {
            return;
        }
        int length = text.length() - lastStart + next.length();
        if (length > MAX_PROPERTY_LENGTH) {
            leaveOut("is longer than " + MAX_PROPERTY_LENGTH + " characters");
        } else if (text.length() + next.length() >= MAX_CARD_LENGTH) {
            leaveOut("begins behind the first " + MAX_CARD_LENGTH + " characters of the card");
        } else {
            text.append(next).append(LF);
        }
    }

    /** Lines of base 64 and of quoted-printable have no colon, as a rule. */
    private static boolean isContinuation(String next) {
        return next.isEmpty() || isBlank(next.charAt(0)) || next.indexOf(':') < 0;
    }

    private void leaveOut(String reason) {
        String property = lastStart < text.length() ? text.substring(lastStart) : lastLine;
        flaws.add(nameOf(property) + " was left out: it " + reason);
        text.setLength(lastStart);
        isLastLeftOut = true;
    }

    private static String nameOf(String property) {
        int end = 0;
        while (end < property.length() && ":;\n".indexOf(property.charAt(end)) < 0) {
            end++;
        }
        return Flaws.quoted(property.substring(0, end));
    }

    /** Returns whether the last line is an AGENT without a value, so that a card that begins now is that agent. */
    boolean isAgentAwaited() {
        return lastLine.regionMatches(true, 0, AGENT, 0, AGENT.length())
                && lastLine.stripTrailing().endsWith(":");
    }

    /** Takes the AGENT out, which comes as a card of its own. */
    void agentBegins(long agentLine) {
        text.setLength(lastStart);
        flaws.add(AGENT + " is a card of its own, which begins on line " + agentLine);
    }

    /** Returns the card as far as it has come. */
    CardText text() {
        return new CardText(line, text + VCardTexts.END + LF, flaws.all(), true);
    }
}
