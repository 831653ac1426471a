// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.ldap;

import com.unboundid.ldap.sdk.Entry;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.mailgroups.addressbook.AddressBookEntry;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.group.Group;
import org.mailgroups.membership.MemberKind;
import org.mailgroups.membership.MemberService.KnownMember;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;

/**
 * Makes entries of what the address book shows to somebody. Identifiers and notes are in none. An attribute without
 * value is left out.
 */
final class Entries {
    /** A group with more members is shown without any: half a list would be taken for the whole. */
    static final int MAX_MEMBERS = PageRequest.MAX_LIMIT;

    private final LdapDirectory directory;
    private final Principal principal;
    private final Tree tree;

    Entries(LdapDirectory directory, Principal principal, Tree tree) {
        this.directory = directory;
        this.principal = principal;
        this.tree = tree;
    }

    /** Returns an entry, without the members of a group. */
    Entry of(AddressBookEntry entry) {
        return entry instanceof AddressBookEntry.OfGroup found
                ? ofGroup(found.group())
                : ofContact(((AddressBookEntry.OfContact) entry).contact());
    }

    private Entry ofContact(Contact contact) {
        ContactDetails details = contact.details();
        Entry entry = new Entry(tree.contact(contact.id().toString()));
        add(entry, "objectClass", List.of("top", "person", "organizationalPerson", "inetOrgPerson"));
        add(entry, "uid", List.of(contact.id().toString()));
        add(entry, "cn", List.of(details.name()));
        add(entry, "displayName", List.of(details.name()));
        int blank = details.name().lastIndexOf(' ');
        add(entry, "sn", List.of(details.name().substring(blank + 1)));
        add(entry, "givenName", List.of(details.name().substring(0, Math.max(0, blank))));
        add(
                entry,
                "mail",
                details.emails().stream()
                        .map(email -> email.address().toString())
                        .toList());
        add(entry, "telephoneNumber", details.phones());
        add(entry, "o", List.of(details.company()));
        add(entry, "ou", List.of(details.department()));
        add(entry, "title", List.of(details.title()));
        add(entry, "postalAddress", List.of(lines(details.postalAddress())));
        return entry;
    }

    /** Returns the lines of an address in the form of RFC 4517 3.3.28. */
    private static String lines(String text) {
        return text.replace("\\", "\\5C").replace("$", "\\24").replace('\n', '$');
    }

    private Entry ofGroup(Group group) {
        boolean hasMembers = mayShowMembers(group) && group.memberCount() > 0;
        Entry entry = new Entry(tree.group(group.address()));
        // To be a groupOfNames an entry needs a member (RFC 4519 3.5).
        add(entry, "objectClass", List.of("top", hasMembers ? "groupOfNames" : "organizationalRole"));
        add(entry, "cn", List.of(group.name()));
        add(entry, "displayName", List.of(group.name()));
        add(entry, "mail", List.of(group.address().toString()));
        add(entry, "description", List.of(group.description()));
        return entry;
    }

    private boolean mayShowMembers(Group group) {
        return group.memberCount() <= MAX_MEMBERS && directory.rights().mayListMembers(principal, group.address());
    }

    /** Adds the names of the members to the entry of a group that shows them. */
    void addMembers(Entry entry, AddressBookEntry of) {
        if (of instanceof AddressBookEntry.OfGroup found && mayShowMembers(found.group())) {
            Page<KnownMember> members = directory
                    .members()
                    .list(
                            principal,
                            found.group().address(),
                            "",
                            Optional.empty(),
                            Optional.empty(),
                            PageRequest.first(MAX_MEMBERS));
            if (!members.more()) {
                add(entry, "member", members.items().stream().map(this::name).toList());
            }
        }
    }

    private String name(KnownMember known) {
        Address address = known.member().address();
        return (known.kind() == MemberKind.GROUP && tree.isOfDomain(address.toString())
                        ? tree.group(address)
                        : tree.person(address))
                .toString();
    }

    private static void add(Entry entry, String name, Collection<String> values) {
        List<String> there = values.stream().filter(value -> !value.isEmpty()).toList();
        if (!there.isEmpty()) {
            entry.addAttribute(name, there);
        }
    }
}
