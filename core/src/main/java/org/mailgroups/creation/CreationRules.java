// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.creation;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.mailgroups.right.Act;
import org.mailgroups.right.Rights;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;

/**
 * What a postmaster sets for groups that users create.
 *
 * @param byUsers whether users may create groups
 * @param names the local parts that their groups may have
 * @param maxPerUser a user who has created so many groups that are still there creates no more
 */
public record CreationRules(boolean byUsers, List<NamePattern> names, int maxPerUser) {
    public static final int DEFAULT_MAX_PER_USER = 10;

    /** Users create no groups. */
    public static final CreationRules NOBODY = new CreationRules(false, List.of(), DEFAULT_MAX_PER_USER);

    /**
     * Names that no user gets, whatever the patterns say. Mail to them is about the domain as a whole (RFC 2142). To
     * some of them certification authorities send what proves that one owns the domain.
     */
    private static final Set<String> RESERVED = Set.of(
            "abuse",
            "admin",
            "administrator",
            "ftp",
            "hostmaster",
            "mailer-daemon",
            "news",
            "noc",
            "nobody",
            "postmaster",
            "root",
            "security",
            "ssladmin",
            "ssladministrator",
            "sslwebmaster",
            "sysadmin",
            "usenet",
            "uucp",
            "webmaster",
            "www");

    public CreationRules {
        names = List.copyOf(names);
    }

    /** @throws NotAllowedException if users create no groups */
    public void requireUsers() {
        if (!byUsers) {
            throw Rights.refusal(Act.CREATE_GROUP, "");
        }
    }

    /**
     * Checks the address of a group that a user wants to create.
     *
     * @throws InvalidValueException naming {@code address}, and what would be right
     */
    void requireName(Address creator, Address address) {
        if (!address.domain().equals(creator.domain())) {
            throw new InvalidValueException(
                    "address", "must be of your own domain, such as " + address.localPart() + "@" + creator.domain());
        }
        String localPart = address.localPart().toLowerCase(Locale.ROOT);
        if (RESERVED.contains(localPart)) {
            throw new InvalidValueException("address", localPart + "@ is for postmasters");
        }
        if (names.stream().noneMatch(pattern -> pattern.matches(localPart))) {
            throw new InvalidValueException(
                    "address",
                    "the part before @ must be like "
                            + String.join(
                                    " or ",
                                    names.stream().map(NamePattern::text).toList())
                            + ", where * stands for any text");
        }
    }
}
