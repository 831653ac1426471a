// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.contact;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.mailgroups.backup.StoredMember;
import org.mailgroups.contact.Contact;
import org.mailgroups.group.NewMember;
import org.mailgroups.store.group.GroupTable;
import org.mailgroups.store.member.ContactLinkTable;
import org.mailgroups.store.member.ContactLinkTable.Link;
import org.mailgroups.store.member.Containment;
import org.mailgroups.store.member.MemberTable;
import org.mailgroups.store.sql.WriteTransaction;
import org.mailgroups.value.Address;

/**
 * Contacts as members of groups, within one writing transaction.
 *
 * <p>First the links are changed, then the members are brought in step with them. A member is there while it is one
 * by itself, or while a link is under its address. A member that is there by links alone has the name of the first of
 * their contacts, by id.
 */
public final class ContactLinks {
    private final WriteTransaction transaction;
    private final ContactLinkTable links;
    private final ContactTable contacts;
    private final MemberTable members;
    private final GroupTable groups;

    ContactLinks(WriteTransaction transaction) {
        this.transaction = transaction;
        this.links = new ContactLinkTable(transaction.handle());
        this.contacts = new ContactTable(transaction.handle());
        this.members = new MemberTable(transaction.handle());
        this.groups = new GroupTable(transaction.handle());
    }

    /** Adds contacts, all of which have an address, and returns how many were new. */
    int add(long group, Collection<Contact> added) {
        Set<UUID> present = in(group, links.of(added.stream().map(Contact::id).toList()));
        List<Link> fresh = added.stream()
                .filter(contact -> !present.contains(contact.id()))
                .map(contact -> new Link(group, contact.id(), preferred(contact).key()))
                .toList();
        links.insert(fresh);
        transaction.changed(groupsOf(fresh));
        reconcile(fresh, Map.of());
        return fresh.size();
    }

    private static Address preferred(Contact contact) {
        return contact.details().preferred().orElseThrow();
    }

    private static Set<Long> groupsOf(Collection<Link> of) {
        return of.stream().map(Link::group).collect(Collectors.toSet());
    }

    private static Set<UUID> in(long group, Collection<Link> found) {
        return found.stream()
                .filter(link -> link.group() == group)
                .map(Link::contact)
                .collect(Collectors.toSet());
    }

    /** Removes a contact, and returns whether it was a member. */
    boolean remove(long group, UUID contact) {
        List<Link> gone = links.of(List.of(contact)).stream()
                .filter(link -> link.group() == group)
                .toList();
        links.delete(gone);
        transaction.changed(groupsOf(gone));
        reconcile(gone, Map.of());
        return !gone.isEmpty();
    }

    /**
     * Ends the memberships of contacts.
     *
     * @return what they were, see {@link #memberships}
     */
    Map<UUID, List<Address>> end(Collection<UUID> of) {
        Set<Link> gone = links.of(of);
        Map<UUID, List<Address>> memberships = memberships(gone);
        links.delete(gone);
        transaction.changed(groupsOf(gone));
        reconcile(gone, Map.of());
        return memberships;
    }

    /** Returns, by contact, the groups in which it is a member, by address; nothing for a contact that is in none. */
    Map<UUID, List<Address>> memberships(Collection<UUID> of) {
        return memberships(links.of(of));
    }

    private Map<UUID, List<Address>> memberships(Set<Link> found) {
        Map<Long, Address> addresses = groups.addresses(groupsOf(found));
        Map<UUID, TreeMap<String, Address>> byContact = new HashMap<>();
        found.stream().filter(link -> addresses.containsKey(link.group())).forEach(link -> {
            Address address = addresses.get(link.group());
            byContact.computeIfAbsent(link.contact(), id -> new TreeMap<>()).put(address.key(), address);
        });
        return byContact.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> List.copyOf(entry.getValue().values())));
    }

    /**
     * Lets memberships follow contacts that were changed. Each that is a member still has an address. A member that
     * is new by this keeps the time at which the one before it was added.
     */
    void follow(Collection<ContactChange> changes) {
        Map<UUID, ContactChange> byContact = new HashMap<>();
        changes.stream()
                .filter(change -> change.isAddressNew() || change.isNameNew())
                .forEach(change -> byContact.put(change.after().id(), change));
        List<Link> touched = new ArrayList<>();
        List<Link> moved = new ArrayList<>();
        Map<UUID, String> keysBefore = new HashMap<>();
        for (Link link : links.of(byContact.keySet())) {
            ContactChange change = byContact.get(link.contact());
            touched.add(link);
            if (change.isAddressNew()) {
                keysBefore.put(link.contact(), link.addressKey());
                moved.add(new Link(
                        link.group(), link.contact(), preferred(change.after()).key()));
            }
        }
        links.delete(moved);
        links.insert(moved);
        transaction.changed(groupsOf(moved));
        touched.addAll(moved);
        reconcile(touched, keysBefore);
    }

    /**
     * Brings the members in step with links that are new, gone or changed.
     *
     * @param keysBefore the former addresses, which are among those of the links, of contacts that have another one
     *      now
     * @throws org.mailgroups.value.CyclicMembershipException if a group would become a member of itself
     */
    private void reconcile(Collection<Link> touched, Map<UUID, String> keysBefore) {
        Map<Long, Set<String>> keys = new LinkedHashMap<>();
        touched.forEach(link ->
                keys.computeIfAbsent(link.group(), group -> new HashSet<>()).add(link.addressKey()));
        Map<Long, List<Address>> added = new LinkedHashMap<>();
        keys.forEach((group, affected) -> added.put(group, reconcile(group, affected, keysBefore)));
        // Only now, when all groups are as they will be: one transaction may open one circle before it closes
        // another.
        Map<Long, Address> addresses = groups.addresses(keys.keySet());
        added.forEach((group, inside) -> {
            // A group that is not there yet is looked at when it is.
            if (!inside.isEmpty() && addresses.containsKey(group)) {
                new Containment(members).refuseCycle(addresses.get(group), inside);
            }
        });
    }

    /** Returns the addresses that are new in the group. */
    private List<Address> reconcile(long group, Set<String> keys, Map<UUID, String> keysBefore) {
        Map<String, UUID> wanted = links.firstAt(group, keys);
        Map<String, MemberTable.Place> present = members.placesAmong(group, keys);
        Map<UUID, Contact> known = contacts.findAll(wanted.values());
        Instant now = transaction.now();
        List<StoredMember> added = new ArrayList<>();
        List<NewMember> named = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        for (String key : keys) {
            MemberTable.Place place = present.get(key);
            Contact contact = wanted.containsKey(key) ? known.get(wanted.get(key)) : null;
            if (contact == null && place != null && !place.direct()) {
                removed.add(key);
            } else if (contact != null && place == null) {
                MemberTable.Place before = present.get(keysBefore.get(contact.id()));
                added.add(new StoredMember(
                        preferred(contact), contact.details().name(), before == null ? now : before.addedAt()));
            } else if (contact != null
                    && !place.direct()
                    && !place.name().equals(contact.details().name())) {
                named.add(new NewMember(preferred(contact), contact.details().name()));
            }
        }
        members.delete(group, removed);
        members.insertByContact(group, added);
        members.setNames(group, named);
        groups.addToMemberCount(List.of(group), added.size() - removed.size());
        if (!removed.isEmpty() || !added.isEmpty() || !named.isEmpty()) {
            transaction.changed(group);
        }
        return added.stream().map(StoredMember::address).toList();
    }
}
