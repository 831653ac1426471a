/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.webadmin.contact;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Mailboxes as the value of a To field: one line, an RFC 5322 3.4 address list. It can be put into a message as it is: names that are not plain atoms are quoted, those that ASCII cannot say are encoded
 * (RFC 2047), and no name begins another field, ends its mailbox or is decoded as what it is not. Only a local part beyond ASCII stays UTF-8, since there is no other spelling of it (RFC 6532).
 */
final class AddressList {
    /** Words of atext (RFC 5322 3.2.3) with one space between them. */
    private static final Pattern ATOMS =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*");

    private static final Pattern PRINTABLE_ASCII = Pattern.compile("[ -~]*");

    /** What looks like an encoded word would be decoded by many a reader, quoted or not. */
    private static final String ENCODED_WORD_START = "=?";

    private AddressList() {}

    static String of(List<Mailbox> mailboxes) {
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
