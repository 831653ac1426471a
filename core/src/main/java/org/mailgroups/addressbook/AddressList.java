// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.addressbook;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes mailboxes as the value of a To field: an address list (RFC 5322 3.4) in one line, ready for a message. A name
 * that is more than plain atoms is quoted. A name that is not ASCII is encoded (RFC 2047). So no name can begin another
 * field, end its mailbox or be decoded as something else. Only a local part beyond ASCII stays UTF-8, since there is no
 * other spelling of it (RFC 6532).
 */
public final class AddressList {
    /** Words of atext (RFC 5322 3.2.3) with one space between two. */
    private static final Pattern ATOMS =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*");

    private static final Pattern PRINTABLE_ASCII = Pattern.compile("[ -~]*");

    /** Many mail readers decode a text that looks like an encoded word, even if it is quoted. */
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
