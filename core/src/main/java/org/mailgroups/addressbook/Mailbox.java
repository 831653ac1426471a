// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.addressbook;

import org.mailgroups.value.Address;

/**
 * Somebody to write to.
 *
 * @param name empty for none
 */
record Mailbox(String name, Address address) {
    /** An address as a header field has it: the local part as first written, the domain in A-labels, which every server understands. */
    static String addrSpec(Address address) {
        String display = address.toString();
        return display.substring(0, display.lastIndexOf('@') + 1) + address.domain();
    }
}
