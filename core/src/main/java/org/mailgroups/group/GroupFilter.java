// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import java.util.Optional;
import org.mailgroups.value.Address;

/** Which groups are wanted: all, or those of a domain, with a text in name or address, or of an administrator. Immutable. */
public final class GroupFilter {
    private static final GroupFilter ALL = new GroupFilter(null, "", null);

    private final String domain;
    private final String text;
    private final Address administrator;

    private GroupFilter(String domain, String text, Address administrator) {
        this.domain = domain;
        this.text = text;
        this.administrator = administrator;
    }

    public static GroupFilter all() {
        return ALL;
    }

    /** Only groups of this domain (lower case, A-labels). */
    public GroupFilter inDomain(String wanted) {
        return new GroupFilter(wanted, text, administrator);
    }

    /** Only groups with this text, regardless of case, in name or address. */
    public GroupFilter containing(String wanted) {
        return new GroupFilter(domain, wanted, administrator);
    }

    /** Only groups that this user administers. */
    public GroupFilter administeredBy(Address wanted) {
        return new GroupFilter(domain, text, wanted);
    }

    public Optional<String> domain() {
        return Optional.ofNullable(domain);
    }

    /** The text to be found; empty for any. */
    public String text() {
        return text;
    }

    public Optional<Address> administrator() {
        return Optional.ofNullable(administrator);
    }
}
