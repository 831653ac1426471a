// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.addressbook;

import org.mailgroups.value.Address;
import org.mailgroups.value.PercentCoding;

/** Writes the link to write to an address (RFC 6068 2): {@code mailto:} and the address, percent-encoded. */
public final class MailtoUri {
    private MailtoUri() {}

    public static String of(Address address) {
        return "mailto:" + PercentCoding.encodeSegment(Mailbox.addrSpec(address));
    }
}
