// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.addressbook;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Mailboxes as the value of a To field: one line, an RFC 5322 3.4 address list. It can be put into a message as it is: names that are not plain atoms are quoted, those that ASCII cannot say are encoded
 * (RFC 2047), and no name begins another field, ends its mailbox or is decoded as what it is not. Only a local part beyond ASCII stays UTF-8, since there is no other spelling of it (RFC 6532).
 */
public final class AddressList {
    /** Words of atext (RFC 5322 3.2.3) with one space between them. */
    private static final Pattern ATOMS =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*");

    private static final Pattern PRINTABLE_ASCII = Pattern.compile("[ -~]*");

    /** What looks like an encoded word would be decoded by many a reader, quoted or not. */
    private static final String ENCODED_WORD_START = "=?";

    private AddressList() {}

    public static String of(List<Mailbox> mailboxes) {
        return mailboxes.stream().map(AddressList::mailbox).collect(Collectors.joining(", "));
    }

    private static String mailbox(Mailbox mailbox) {
        String address = Mailbox.addrSpec(mailbox.address());
        return mailbox.name().isEmpty() ? address : phrase(mailbox.name()) + " <" + address + ">";
    }

    private static String phrase(String name) {
        if (!PRINTABLE_ASCII.matcher(name).matches() || name.contains(ENCODED_WORD_START)) {
            return EncodedWords.of(name);
        }
        return ATOMS.matcher(name).matches() ? name : quoted(name);
    }

    private static String quoted(String name) {
        return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
