// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.util.Optional;
import org.mailgroups.value.Address;

/** The groups that are wanted: all, or only those that are listed, of a domain, with a text or of an
 * administrator. Immutable. */
public final class GroupFilter {
    private static final GroupFilter ALL = new GroupFilter(null, "", null, false);

    private final String domain;
    private final String text;
    private final Address administrator;
    private final boolean listedOnly;

    private GroupFilter(String domain, String text, Address administrator, boolean listedOnly) {
        this.domain = domain;
        this.text = text;
        this.administrator = administrator;
        this.listedOnly = listedOnly;
    }

    public static GroupFilter all() {
        return ALL;
    }

    /** Keeps only groups of this domain (lower case, A-labels). */
    public GroupFilter inDomain(String wanted) {
        return new GroupFilter(wanted, text, administrator, listedOnly);
    }

    /** Keeps only groups with this text in name or address, compared without case. */
    public GroupFilter containing(String wanted) {
        return new GroupFilter(domain, wanted, administrator, listedOnly);
    }

    /** Keeps only groups that this user administers. */
    public GroupFilter administeredBy(Address wanted) {
        return new GroupFilter(domain, text, wanted, listedOnly);
    }

    /** Keeps only groups that the address book shows. */
    public GroupFilter listed() {
        return new GroupFilter(domain, text, administrator, true);
    }

    public boolean isListedOnly() {
        return listedOnly;
    }

    public Optional<String> domain() {
        return Optional.ofNullable(domain);
    }

    /** Returns the text to be found; empty for any. */
    public String text() {
        return text;
    }

    public Optional<Address> administrator() {
        return Optional.ofNullable(administrator);
    }
}
