// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.membership;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactMemberships;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.group.AddressRules;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.Member;
import org.mailgroups.group.NewMember;
import org.mailgroups.imports.Applied;
import org.mailgroups.imports.Importer;
import org.mailgroups.imports.PlanFile;
import org.mailgroups.imports.PlannedRow;
import org.mailgroups.imports.Row;
import org.mailgroups.profile.Identifiers;
import org.mailgroups.profile.Profile;
import org.mailgroups.profile.ProfileRepository;
import org.mailgroups.value.Address;
import org.mailgroups.value.CyclicMembershipException;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;

/**
 * {@code Identifier;Name} into the members of a group. An identifier is a mail address, or what a user's profile has as identifier, or else a shared contact of the group's domain: that becomes a member as a
 * contact, under its own name, and the group follows it.
 */
final class MemberImporter implements Importer<MemberKey> {
    static final List<String> COLUMNS = List.of("Identifier", "Name");

    /** Between a contact's id and its address; neither has one. */
    private static final String CONTACT = "\t";

    private final Address group;
    private final GroupRepository groups;
    private final ProfileRepository profiles;
    private final ContactRepository contacts;
    private final ContactMemberships memberships;
    private final AddressRules rules;
    private final Ancestors ancestors;

    MemberImporter(
            Address group,
            GroupRepository groups,
            ProfileRepository profiles,
            ContactRepository contacts,
            ContactMemberships memberships,
            AddressRules rules,
            Ancestors ancestors) {
        this.group = group;
        this.groups = groups;
        this.profiles = profiles;
        this.contacts = contacts;
        this.memberships = memberships;
        this.rules = rules;
        this.ancestors = ancestors;
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public void resolve(List<Row> rows, BiConsumer<Row, Resolution<MemberKey>> action) {
        Set<String> identifiers = rows.stream()
                .map(row -> identifier(row.cells()))
                .filter(identifier -> !isAddress(identifier) && !identifier.isEmpty())
                .collect(Collectors.toSet());
        Map<String, Address> owners = profiles.findByIdentifiers(identifiers);
        identifiers.removeAll(owners.keySet());
        Map<String, Contact> contactOf =
                identifiers.isEmpty() ? Map.of() : contacts.findByIdentifiers(group.domain(), identifiers);
        rows.forEach(row -> action.accept(row, resolution(row.cells(), owners, contactOf)));
    }

    private static Resolution<MemberKey> resolution(
            List<String> cells, Map<String, Address> owners, Map<String, Contact> contactOf) {
        String identifier = identifier(cells);
        if (identifier.isEmpty()) {
            return new Resolution.Refused<>("Identifier is empty");
        }
        try {
            MemberKey key = key(identifier, owners, contactOf);
            // Refuses what no member can have as name.
            NewMember member = new NewMember(key.address(), name(cells));
            return new Resolution.Named<>(
                    key instanceof MemberKey.OfContact ? key : new MemberKey.OfAddress(member.address()));
        } catch (InvalidValueException e) {
            return new Resolution.Refused<>(e.getMessage());
        }
    }

    private static MemberKey key(String identifier, Map<String, Address> owners, Map<String, Contact> contactOf) {
        if (isAddress(identifier)) {
            return new MemberKey.OfAddress(Address.parse(identifier));
        }
        Address owner = owners.get(identifier);
        if (owner != null) {
            return new MemberKey.OfAddress(owner);
        }
        Contact contact = contactOf.get(identifier);
        if (contact != null) {
            return contact.details()
                    .preferred()
                    .map(address -> new MemberKey.OfContact(address, contact.id()))
                    .orElseThrow(() -> new InvalidValueException(
                            "the contact " + contact.details().name() + " has no address, and cannot be a member"));
        }
        // A wrong letter is worth saying only where it explains why nobody is found.
        throw new InvalidValueException(
                Identifiers.defect(identifier).orElse("no user has the identifier " + identifier + ", and no contact"));
    }

    private static boolean isAddress(String identifier) {
        return identifier.indexOf('@') >= 0;
    }

    private static String identifier(List<String> cells) {
        return cells.get(0).strip();
    }

    private static String name(List<String> cells) {
        return cells.get(1).strip();
    }

    @Override
    public String write(MemberKey key) {
        return key instanceof MemberKey.OfContact contact
                ? contact.contact() + CONTACT + contact.address()
                : key.address().toString();
    }

    @Override
    public MemberKey read(String text) {
        int end = text.indexOf(CONTACT);
        return end < 0
                ? new MemberKey.OfAddress(Address.parse(text))
                : new MemberKey.OfContact(
                        Address.parse(text.substring(end + 1)), UUID.fromString(text.substring(0, end)));
    }

    @Override
    public String describe(MemberKey key) {
        return key.address().toString();
    }

    @Override
    public String meaning(List<String> cells) {
        return name(cells);
    }

    @Override
    public Map<MemberKey, String> refusals(Set<MemberKey> named, PlanFile<MemberKey> plan) {
        Set<Address> addresses = addresses(named);
        Map<Address, String> refusals = new HashMap<>();
        for (Address missing : rules.missingAmong(addresses)) {
            refusals.put(missing, missing + " is neither a user nor a group nor a mapping of this server");
        }
        for (Address above : ancestors.addressesAbove(group)) {
            if (addresses.contains(above)) {
                refusals.put(above, new CyclicMembershipException(group, above).getMessage());
            }
        }
        if (addresses.contains(group)) {
            refusals.put(group, new CyclicMembershipException(group, group).getMessage());
        }
        return refusals.isEmpty()
                ? Map.of()
                : named.stream()
                        .filter(key -> refusals.containsKey(key.address()))
                        .collect(Collectors.toMap(key -> key, key -> refusals.get(key.address())));
    }

    private static Set<Address> addresses(Set<MemberKey> keys) {
        return keys.stream().map(MemberKey::address).collect(Collectors.toSet());
    }

    @Override
    public Applied apply(List<PlannedRow<MemberKey>> rows, boolean dryRun) {
        Map<Address, String> wanted = new LinkedHashMap<>();
        Map<UUID, Address> wantedContacts = new LinkedHashMap<>();
        rows.forEach(row -> {
            if (row.key() instanceof MemberKey.OfContact contact) {
                wantedContacts.put(contact.contact(), contact.address());
            } else {
                wanted.put(row.key().address(), name(row.cells()));
            }
        });
        MemberDiff diff =
                MemberDiff.of(wanted, groups.memberNames(group, wanted.keySet()), profiles.findAll(namedOnly(wanted)));
        ContactDiff contactDiff = contactDiff(wantedContacts, wanted.keySet());
        if (!dryRun && !diff.isEmpty()) {
            groups.addMembers(group, diff.changes());
        }
        if (!dryRun && !contactDiff.isEmpty()) {
            memberships.add(group, contactDiff.changes(), OptionalLong.empty());
        }
        int added = diff.added().size() + contactDiff.added().size();
        int updated = diff.renamed().size() + contactDiff.linked().size();
        return new Applied(added, updated, rows.size() - added - updated);
    }

    private ContactDiff contactDiff(Map<UUID, Address> wanted, Set<Address> addedByAddress) {
        if (wanted.isEmpty()) {
            return new ContactDiff(List.of(), List.of());
        }
        Set<UUID> linked = memberships.among(group, wanted.keySet());
        Set<Address> present = new HashSet<>(groups.membersAmong(group, Set.copyOf(wanted.values())));
        present.addAll(addedByAddress);
        Map<Boolean, List<UUID>> changes = wanted.keySet().stream()
                .filter(contact -> !linked.contains(contact))
                .collect(Collectors.partitioningBy(contact -> present.contains(wanted.get(contact))));
        return new ContactDiff(changes.get(false), changes.get(true));
    }

    /**
     * What rows would change in the contacts of a group.
     *
     * @param added whose address is not there yet
     * @param linked whose address is, and stays; from now on it follows the contact
     */
    private record ContactDiff(List<UUID> added, List<UUID> linked) {
        boolean isEmpty() {
            return added.isEmpty() && linked.isEmpty();
        }

        List<UUID> changes() {
            List<UUID> changes = new ArrayList<>(added);
            changes.addAll(linked);
            return changes;
        }
    }

    private static Collection<Address> namedOnly(Map<Address, String> wanted) {
        return wanted.entrySet().stream()
                .filter(member -> !member.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public void requireTarget() {
        groups.get(group);
    }

    @Override
    public void removeOthers(Set<MemberKey> named, boolean dryRun, LongConsumer removed) {
        Set<Address> kept = addresses(named);
        String after = "";
        boolean more = true;
        while (more) {
            Page<Member> page = groups.members(group, "", new PageRequest(after, PageRequest.MAX_LIMIT));
            List<Address> members = page.items().stream().map(Member::address).toList();
            List<Address> others =
                    members.stream().filter(member -> !kept.contains(member)).toList();
            if (!others.isEmpty()) {
                removed.accept(dryRun ? others.size() : groups.removeMembers(group, others));
            }
            more = page.more() && !members.isEmpty();
            after = more ? members.get(members.size() - 1).key() : after;
        }
    }

    /**
     * What rows would change in a group: a pure comparison.
     *
     * @param added who is not there yet; with a name of its own only where the profile has not the same, so that a later change of the profile shows
     * @param renamed who is there under another name; a row without a name changes none
     */
    record MemberDiff(List<NewMember> added, List<NewMember> renamed) {
        static MemberDiff of(
                Map<Address, String> wanted, Map<Address, String> present, Map<Address, Profile> profiles) {
            List<NewMember> added = new ArrayList<>();
            List<NewMember> renamed = new ArrayList<>();
            wanted.forEach((address, name) -> {
                String knownAs = present.get(address);
                if (knownAs == null) {
                    Profile profile = profiles.get(address);
                    boolean isKnown = profile != null && profile.name().equals(name);
                    added.add(new NewMember(address, isKnown ? "" : name));
                } else if (!name.isEmpty() && !name.equals(knownAs)) {
                    renamed.add(new NewMember(address, name));
                }
            });
            return new MemberDiff(added, renamed);
        }

        boolean isEmpty() {
            return added.isEmpty() && renamed.isEmpty();
        }

        List<NewMember> changes() {
            List<NewMember> changes = new ArrayList<>(added);
            changes.addAll(renamed);
            return changes;
        }
    }
}
