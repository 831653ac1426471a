// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.addressbook;

import org.mailgroups.value.Address;

/**
 * A name and an address to write to.
 *
 * @param name empty for none
 */
record Mailbox(String name, Address address) {
    /**
     * Returns an address for a header field: the local part as first written, the domain in A-labels, for any server.
     */
    static String addrSpec(Address address) {
        return address.wireForm();
    }
}
