// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.mailgroups.idna.DomainName;
import org.mailgroups.text.NormalForm;
import org.mailgroups.text.VisibleForm;

/**
 * A mail address. It is shown as it was first written, and compared without case.
 *
 * <p>The local part is a dot-atom (RFC 5321 4.1.2) that may have UTF-8 (RFC 6531), in NFC as RFC 6532 3.1 wants it. A
 * quoted local part is refused. Blanks and invisible characters around an address are no part of it, and none may be
 * in it.
 * The domain is a host name with at least one label, internationalised or not ({@link DomainName}). Both spellings of
 * an internationalised domain are equal. Wildcards ({@code *}, {@code %}) are refused, since a pattern is never a
 * member of a group. The limits are those of RFC 5321 4.5.3.1, in octets: 64 for the local part, 254 for the whole.
 *
 * <p>Mail cannot be sent to each address that can be written so.
 *
 * <p>Immutable and thread-safe. The order is by domain, then by local part: neighbours can share an SMTP transaction.
 */
public final class Address implements Comparable<Address> {
    /** The longest address, in octets of UTF-8 (RFC 5321 4.5.3.1.3, erratum 1690). */
    public static final int MAX_OCTETS = 254;

    private static final int MAX_LOCAL_PART_OCTETS = 64;
    private static final String ATEXT = "[\\p{L}\\p{M}\\p{N}!#$&'+/=?^_`{|}~\\-]";
    private static final Pattern DOT_ATOM = Pattern.compile(ATEXT + "+(?:\\." + ATEXT + "+)*");

    private final String display;
    private final String key;
    private final int at;

    private Address(String display, String key, int at) {
        this.display = display;
        this.key = key;
        this.at = at;
    }

    /**
     * Reads an address.
     *
     * @throws InvalidValueException if the text is not such an address; the message says why
     */
    public static Address parse(String text) {
        String stripped = NormalForm.stripped(text);
        // Comes first: what follows takes time, or stack, in proportion to the length.
        if (stripped.length() > MAX_OCTETS || octets(stripped) > MAX_OCTETS) {
            throw tooLong(stripped);
        }
        String display = NormalForm.composed(stripped);
        int at = display.lastIndexOf('@');
        if (at < 1 || at == display.length() - 1) {
            throw invalid(display, "it needs a local part and a domain around one @");
        }
        String localPart = display.substring(0, at);
        String localKey = NormalForm.key(localPart);
        // Some letters are longer in lower case.
        if (octets(localPart) > MAX_LOCAL_PART_OCTETS || octets(localKey) > MAX_LOCAL_PART_OCTETS) {
            throw invalid(display, "its local part is longer than " + MAX_LOCAL_PART_OCTETS + " octets");
        }
        requireVisible(display, "local part", localPart);
        if (!DOT_ATOM.matcher(localPart).matches()) {
            throw invalid(display, "its local part has a character that is not allowed");
        }
        requireVisible(display, "domain", display.substring(at + 1));
        String domain = DomainName.toAscii(display.substring(at + 1))
                .orElseThrow(() -> invalid(display, "its domain is not a host name"));
        String key = localKey + '@' + domain;
        if (octets(key) > MAX_OCTETS) {
            throw tooLong(display);
        }
        return new Address(display.equals(key) ? key : display, key, localKey.length());
    }

    /** Reads an address; empty for text that is none. */
    public static Optional<Address> tryParse(String text) {
        try {
            return Optional.of(parse(text));
        } catch (InvalidValueException e) {
            return Optional.empty();
        }
    }

    /** Says it in words: the domain alone would be "not a host name", and nobody would see why. */
    private static void requireVisible(String display, String part, String text) {
        NormalForm.firstInvisible(text).ifPresent(codePoint -> {
            throw invalid(display, "its " + part + " has the invisible character " + VisibleForm.number(codePoint));
        });
    }

    private static InvalidValueException tooLong(String display) {
        return invalid(display, "it is longer than " + MAX_OCTETS + " octets");
    }

    private static InvalidValueException invalid(String display, String reason) {
        String shown = display.length() > 80 ? display.substring(0, 80) + "..." : display;
        return new InvalidValueException("'" + shown + "' is not a mail address: " + reason);
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Returns the form in which addresses are compared and stored: lower case, the domain in A-labels. */
    public String key() {
        return key;
    }

    /**
     * Returns the form that goes over a wire (RFC 5321 4.1.2): the local part as it was first written, since its server
     * may mind the case, and the domain in A-labels.
     */
    public String wireForm() {
        return display.substring(0, display.lastIndexOf('@')) + key.substring(at);
    }

    /** Returns the key as people read it: lower case, with the domain in its own letters. */
    public String readableKey() {
        return localPart() + '@' + DomainName.toUnicode(domain());
    }

    /** Returns the local part in lower case. */
    public String localPart() {
        return key.substring(0, at);
    }

    /** Returns the domain in lower case, in A-labels. */
    public String domain() {
        return key.substring(at + 1);
    }

    /**
     * Returns the address without its sub-address (RFC 5233): {@code team@example.org} for
     * {@code team+detail@example.org}. Without a sub-address it returns the address itself.
     */
    public Address withoutDetail() {
        int plus = key.indexOf('+');
        // In front of a plus after a dot there is no local part.
        if (plus < 1 || plus > at || key.charAt(plus - 1) == '.') {
            return this;
        }
        String base = key.substring(0, plus) + key.substring(at);
        return new Address(base, base, plus);
    }

    @Override
    public int compareTo(Address other) {
        int byDomain = compare(key, at + 1, key.length(), other.key, other.at + 1, other.key.length());
        return byDomain != 0 ? byDomain : compare(key, 0, at, other.key, 0, other.at);
    }

    /** Compares parts of strings without copying them, since this is all that the sorting of members does. */
    private static int compare(String a, int aFrom, int aTo, String b, int bFrom, int bTo) {
        int common = Math.min(aTo - aFrom, bTo - bFrom);
        for (int i = 0; i < common; i++) {
            int difference = a.charAt(aFrom + i) - b.charAt(bFrom + i);
            if (difference != 0) {
                return difference;
            }
        }
        return (aTo - aFrom) - (bTo - bFrom);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Address address && key.equals(address.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    /** Returns the address as it was first written. */
    @Override
    public String toString() {
        return display;
    }
}
