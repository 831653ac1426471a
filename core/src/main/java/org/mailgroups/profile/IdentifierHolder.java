// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.profile;

import java.util.UUID;
import org.mailgroups.value.Address;

/** Somebody who has an identifier. */
public sealed interface IdentifierHolder {
    /** Returns who it is, for the person who asks. */
    String inWords();

    /** A user, by a profile. */
    record OfProfile(Address user) implements IdentifierHolder {
        @Override
        public String inWords() {
            return "the user " + user;
        }
    }

    /**
     * A shared contact.
     *
     * @param domain in lower case, in A-labels
     * @param contactGroup the name of its contact group
     */
    record OfContact(UUID contact, String domain, String name, String contactGroup) implements IdentifierHolder {
        @Override
        public String inWords() {
            return "the contact " + name + " (" + contact + ") in the contact group " + contactGroup;
        }
    }
}
