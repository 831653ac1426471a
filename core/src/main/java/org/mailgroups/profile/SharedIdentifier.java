// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.profile;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.mailgroups.value.Address;

/**
 * An identifier that several have. Only data of an older version has such: there, each spelling was an identifier of
 * its own. All of them keep it, and nobody else can get it. As long as there are several, nobody is meant by it.
 *
 * @param identifier as it was asked for
 * @param holders the users first, then the contacts
 */
public record SharedIdentifier(String identifier, List<IdentifierHolder> holders) {
    private static final int NAMED = 10;

    public SharedIdentifier {
        holders = List.copyOf(holders);
    }

    /** Returns those that are still shared if contacts of other domains, which may have them as well, do not count. */
    public static Map<String, SharedIdentifier> in(String domain, Map<String, SharedIdentifier> shared) {
        Map<String, SharedIdentifier> inDomain = new HashMap<>();
        shared.forEach((identifier, all) -> inDomain.put(identifier, all.in(domain)));
        inDomain.values().removeIf(identifier -> !identifier.isShared());
        return inDomain;
    }

    private SharedIdentifier in(String domain) {
        Predicate<IdentifierHolder> isElsewhere = holder -> holder instanceof IdentifierHolder.OfContact contact
                && !contact.domain().equals(domain);
        return new SharedIdentifier(
                identifier, holders.stream().filter(isElsewhere.negate()).toList());
    }

    /** Returns whether there are several: contacts of different domains are no hindrance to each other. */
    public boolean isShared() {
        Map<String, Long> contactsIn = holders.stream()
                .filter(IdentifierHolder.OfContact.class::isInstance)
                .collect(Collectors.groupingBy(
                        holder -> ((IdentifierHolder.OfContact) holder).domain(), Collectors.counting()));
        long contacts = contactsIn.values().stream().mapToLong(Long::longValue).sum();
        long inOneDomain =
                contactsIn.values().stream().mapToLong(Long::longValue).max().orElse(0);
        return holders.size() - contacts + inOneDomain > 1;
    }

    public boolean isOf(Address user) {
        return holders.contains(new IdentifierHolder.OfProfile(user));
    }

    public boolean isOf(UUID contact) {
        return contacts().contains(contact);
    }

    /** Returns the contacts that have it. */
    public Set<UUID> contacts() {
        return holders.stream()
                .filter(IdentifierHolder.OfContact.class::isInstance)
                .map(holder -> ((IdentifierHolder.OfContact) holder).contact())
                .collect(Collectors.toSet());
    }

    /** Returns why nothing can be done by this identifier, naming those who have it. */
    public String refusal() {
        return "the identifier " + identifier + " is that of "
                + holders.stream().limit(NAMED).map(IdentifierHolder::inWords).collect(Collectors.joining(" and of "))
                + (holders.size() > NAMED ? " and of others" : "") + ": let only one of them keep it first";
    }
}
