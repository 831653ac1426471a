// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.smtp;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import org.mailgroups.idna.DomainName;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.Text;

/**
 * A sender and the recipients of one message.
 *
 * @param sender an address, quoted local parts included; empty for the null sender
 * @param recipients none of them twice
 */
public record Envelope(String sender, List<Address> recipients) {
    /** A local part of 64 and a domain of 255 octets (RFC 5321 4.5.3.1). */
    private static final int MAX_OCTETS = 320;

    /**
     * Checks both, and leaves out repetitions.
     *
     * @throws InvalidValueException if the sender is no address: it could end the command, or add to it
     */
    public Envelope {
        recipients = List.copyOf(new LinkedHashSet<>(recipients));
        if (recipients.isEmpty()) {
            throw new InvalidValueException("recipients", "an envelope needs one at least");
        }
        if (!sender.isEmpty() && !isPath(sender)) {
            throw new InvalidValueException(
                    "sender", "'" + Text.cleanedLine(sender, 80) + "' is no address of an envelope");
        }
    }

    private static boolean isPath(String address) {
        int at = address.lastIndexOf('@');
        if (at < 1 || at == address.length() - 1 || octets(address) > MAX_OCTETS) {
            return false;
        }
        String localPart = address.substring(0, at);
        return (isPlain(localPart) || isQuoted(localPart)) && isPlain(address.substring(at + 1));
    }

    private static boolean isPlain(String part) {
        return part.codePoints().allMatch(character -> isPrintable(character) && " <>\"\\@".indexOf(character) < 0);
    }

    private static boolean isQuoted(String part) {
        if (part.length() < 2 || part.charAt(0) != '"' || part.charAt(part.length() - 1) != '"') {
            return false;
        }
        boolean escaped = false;
        for (int i = 1; i < part.length() - 1; i++) {
            char character = part.charAt(i);
            if (!escaped && character == '"') {
                return false;
            }
            escaped = !escaped && character == '\\';
        }
        return !escaped && part.codePoints().allMatch(Envelope::isPrintable);
    }

    /** A surrogate without its pair is no character. */
    private static boolean isPrintable(int character) {
        return !Character.isISOControl(character) && Character.getType(character) != Character.SURROGATE;
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Returns the sender as it goes over a wire: an international domain in A-labels, the local part as it is. */
    String wireSender() {
        int at = sender.lastIndexOf('@');
        return isAscii(sender)
                ? sender
                : DomainName.toAscii(sender.substring(at + 1))
                        .map(domain -> sender.substring(0, at + 1) + domain)
                        .orElse(sender);
    }

    /** Returns whether the path takes no SMTPUTF8 (RFC 6531). */
    static boolean isAscii(String path) {
        return path.chars().allMatch(character -> character < 0x80);
    }
}
