// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.membership;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactMemberships;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.csv.CsvCell;
import org.mailgroups.group.AddressRules;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.GroupRepository.Present;
import org.mailgroups.group.Member;
import org.mailgroups.group.NewMember;
import org.mailgroups.group.right.GroupRights;
import org.mailgroups.imports.Applied;
import org.mailgroups.imports.ImportKind.Resolution;
import org.mailgroups.imports.PlanFile;
import org.mailgroups.imports.PlannedRow;
import org.mailgroups.imports.ReplaceableKind;
import org.mailgroups.imports.history.ImportTarget;
import org.mailgroups.profile.Identifiers;
import org.mailgroups.profile.Profile;
import org.mailgroups.profile.ProfileRepository;
import org.mailgroups.profile.SharedIdentifier;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Rights;
import org.mailgroups.value.Address;
import org.mailgroups.value.CyclicMembershipException;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.Page;

/** Imports of members. Thread-safe; each {@link ReplaceableKind} that it hands out is for one import. */
public final class MemberImports {
    /** Between a contact's id and its address; neither has one. */
    private static final String CONTACT = "\t";

    private final GroupRepository groups;
    private final ProfileRepository profiles;
    private final ContactRepository contacts;
    private final ContactMemberships memberships;
    private final AddressRules rules;
    private final Ancestors ancestors;
    private final Nesting nesting;
    private final GroupRights rights;

    @Inject
    public MemberImports(
            GroupRepository groups,
            ProfileRepository profiles,
            ContactRepository contacts,
            ContactMemberships memberships,
            AddressRules rules,
            Ancestors ancestors,
            Nesting nesting,
            GroupRights rights) {
        this.groups = groups;
        this.profiles = profiles;
        this.contacts = contacts;
        this.memberships = memberships;
        this.rules = rules;
        this.ancestors = ancestors;
        this.nesting = nesting;
        this.rights = rights;
    }

    /**
     * Returns the import into a group. Whoever may not see identifiers names everybody by address: a row with anything
     * else is rejected, whether somebody has that identifier or not. With a file of guesses one could otherwise find
     * out who has which.
     *
     * @throws org.mailgroups.value.NotAllowedException if the principal may not
     * @throws org.mailgroups.value.NotFoundException if there is no such group
     */
    public ReplaceableKind<?, ?> into(Principal principal, Address group) {
        rights.require(principal, Act.IMPORT_MEMBERS, group);
        return new IntoGroup(principal, groups.get(group));
    }

    /**
     * Rows into the members of a group.
     *
     * <p>An identifier is a mail address, or else that of a user's profile, or else that of a shared contact of the
     * group's domain. The contact becomes a member as a contact, under its own name, and the group follows it.
     */
    private final class IntoGroup implements ReplaceableKind<MemberRow, MemberKey> {
        private final Principal principal;
        private final boolean takesIdentifiers;
        private final long group;
        private final Address submittedTo;
        private final String domain;
        /** Addresses that are named by themselves, and by the contact that has them. */
        private final Set<Address> namedTwice = new HashSet<>();
        /** Those of them that a row before has added, or would have. */
        private final Set<Address> addedByContact = new HashSet<>();

        private final Set<Address> addedByAddress = new HashSet<>();

        IntoGroup(Principal principal, Group group) {
            this.principal = principal;
            this.takesIdentifiers = Rights.may(principal, Act.SEE_IDENTIFIERS);
            this.group = group.id();
            this.submittedTo = group.address();
            this.domain = group.address().domain();
        }

        @Override
        public ImportTarget target() {
            return ImportTarget.membersOf(group);
        }

        @Override
        public String subject() {
            return submittedTo.toString();
        }

        @Override
        public String action() {
            return "members-import";
        }

        @Override
        public List<Object> auditDetails() {
            return List.of("group", submittedTo);
        }

        @Override
        public List<String> columns() {
            return MemberRow.COLUMNS.names();
        }

        @Override
        public MemberRow read(List<String> cells) {
            return MemberRow.of(cells);
        }

        @Override
        public List<Resolution<MemberKey>> resolve(List<MemberRow> rows) {
            if (!takesIdentifiers) {
                return rows.stream().map(MemberImports::byAddress).toList();
            }
            Set<String> identifiers = rows.stream()
                    .filter(row -> !row.isAddress())
                    .map(MemberRow::identifier)
                    .filter(identifier -> !identifier.isEmpty())
                    .collect(Collectors.toSet());
            Map<String, SharedIdentifier> shared = SharedIdentifier.in(domain, profiles.sharedIdentifiers(identifiers));
            Map<String, Address> owners = profiles.findByIdentifiers(identifiers);
            identifiers.removeAll(owners.keySet());
            Map<String, Contact> contactOf =
                    identifiers.isEmpty() ? Map.of() : contacts.findByIdentifiers(domain, identifiers);
            return rows.stream()
                    .map(row -> shared.containsKey(row.identifier())
                            ? new Resolution.Refused<MemberKey>(
                                    shared.get(row.identifier()).refusal())
                            : resolution(row, owners, contactOf))
                    .toList();
        }

        @Override
        public String writeKey(MemberKey key) {
            return key instanceof MemberKey.OfContact contact
                    ? contact.contact() + CONTACT + contact.address()
                    : key.address().toString();
        }

        @Override
        public MemberKey readKey(String text) {
            int end = text.indexOf(CONTACT);
            return end < 0
                    ? new MemberKey.OfAddress(Address.parse(text))
                    : new MemberKey.OfContact(
                            Address.parse(text.substring(end + 1)), UUID.fromString(text.substring(0, end)));
        }

        @Override
        public Stream<Address> addresses(PlannedRow<MemberRow, MemberKey> row) {
            return Stream.of(row.key().address());
        }

        @Override
        public String describe(MemberKey key) {
            return key.address().toString();
        }

        @Override
        public List<String> statement(MemberRow row) {
            return List.of(row.name());
        }

        @Override
        public Map<MemberKey, String> refusals(Set<MemberKey> named, PlanFile<MemberRow, MemberKey> plan) {
            findNamedTwice(named);
            Set<Address> addresses = addressesOf(named);
            Map<Address, String> refusals = rules.refusals(addresses);
            Address address = groups.addressOf(group);
            Set<Address> above = ancestors.addressesAbove(address);
            above.add(address);
            above.stream()
                    .filter(addresses::contains)
                    .forEach(cyclic ->
                            refusals.put(cyclic, new CyclicMembershipException(address, cyclic).getMessage()));
            refusals.putAll(nesting.refusals(principal, addresses));
            if (!refusals.isEmpty()) {
                // Whoever is a member stays one, even if nobody has the address any more.
                refusals.keySet()
                        .removeAll(groups.present(group, Set.copyOf(refusals.keySet()))
                                .keySet());
            }
            return named.stream()
                    .filter(key -> refusals.containsKey(key.address()))
                    .collect(Collectors.toMap(key -> key, key -> refusals.get(key.address())));
        }

        private void findNamedTwice(Set<MemberKey> named) {
            named.stream()
                    .filter(MemberKey.OfContact.class::isInstance)
                    .map(MemberKey::address)
                    .filter(address -> named.contains(new MemberKey.OfAddress(address)))
                    .forEach(namedTwice::add);
        }

        @Override
        public Applied apply(List<PlannedRow<MemberRow, MemberKey>> rows, boolean dryRun) {
            Map<Address, MemberRow> wanted = new LinkedHashMap<>();
            Map<UUID, Address> wantedContacts = new LinkedHashMap<>();
            rows.forEach(row -> {
                if (row.key() instanceof MemberKey.OfContact contact) {
                    wantedContacts.put(contact.contact(), contact.address());
                } else {
                    wanted.put(row.key().address(), row.row());
                }
            });
            MemberDiff diff = memberDiff(wanted);
            ContactDiff contactDiff = contactDiff(wantedContacts, wanted.keySet());
            if (!dryRun && !diff.isEmpty()) {
                groups.addMembers(group, diff.changes());
            }
            if (!dryRun && !contactDiff.isEmpty()) {
                memberships.add(group, contactDiff.changes());
            }
            wanted.keySet().stream().filter(namedTwice::contains).forEach(addedByAddress::add);
            wantedContacts.values().stream().filter(namedTwice::contains).forEach(addedByContact::add);
            int added = diff.added().size() + contactDiff.added().size();
            int updated = diff.updated().size() + contactDiff.linked().size();
            return new Applied(added, updated, rows.size() - added - updated);
        }

        private MemberDiff memberDiff(Map<Address, MemberRow> wanted) {
            Map<Address, Present> present = new HashMap<>(groups.present(group, wanted.keySet()));
            wanted.keySet().stream()
                    .filter(addedByContact::contains)
                    .forEach(address -> present.putIfAbsent(address, new Present("", false)));
            return MemberDiff.of(wanted, present, exportedAs(present), profiles.findAll(namedOnly(wanted)));
        }

        /**
         * Returns what an export says of those whom contacts alone have brought. A row that says the same was not
         * written to make them members by themselves. If the file names the contact too, a row with the address was.
         */
        private Map<Address, String> exportedAs(Map<Address, Present> present) {
            List<Address> byContact = present.keySet().stream()
                    .filter(address -> !present.get(address).byItself() && !namedTwice.contains(address))
                    .toList();
            if (byContact.isEmpty()) {
                return Map.of();
            }
            if (!takesIdentifiers) {
                return byContact.stream().collect(Collectors.toMap(address -> address, Address::toString));
            }
            Map<Address, Profile> profileOf = profiles.findAll(byContact);
            Map<Address, UUID> contactAt = memberships.contactsAt(group, byContact);
            Map<UUID, Contact> known = contacts.findAll(contactAt.values());
            Set<String> shared = UserFiles.shared(profiles, domain, profileOf, known);
            return byContact.stream()
                    .collect(Collectors.toMap(
                            address -> address,
                            address -> UserFiles.identifier(
                                    address, profileOf.get(address), known.get(contactAt.get(address)), shared)));
        }

        private ContactDiff contactDiff(Map<UUID, Address> wanted, Set<Address> inThisBatch) {
            if (wanted.isEmpty()) {
                return new ContactDiff(List.of(), List.of());
            }
            Set<UUID> linked = memberships.among(group, wanted.keySet());
            Set<Address> present = new HashSet<>(
                    groups.present(group, Set.copyOf(wanted.values())).keySet());
            present.addAll(inThisBatch);
            present.addAll(addedByAddress);
            List<UUID> added = new ArrayList<>();
            List<UUID> joined = new ArrayList<>();
            wanted.forEach((contact, address) -> {
                if (!linked.contains(contact)) {
                    (present.add(address) ? added : joined).add(contact);
                }
            });
            return new ContactDiff(added, joined);
        }

        @Override
        public void requireTarget() {
            groups.addressOf(group);
        }

        @Override
        public void removeOthers(Set<MemberKey> named, boolean dryRun, Removal removal) {
            Set<Address> kept = addressesOf(named);
            Page.all(page -> groups.members(group, page)).forEach(members -> {
                List<Address> others = members.stream()
                        .map(Member::address)
                        .filter(member -> !kept.contains(member))
                        .toList();
                if (!others.isEmpty()) {
                    removal.of(others, dryRun ? others.size() : groups.removeMembers(group, others));
                }
            });
        }
    }

    private static Resolution<MemberKey> byAddress(MemberRow row) {
        return row.isAddress() || row.identifier().isEmpty()
                ? resolution(row, Map.of(), Map.of())
                : new Resolution.Refused<>(
                        "Identifier must be a mail address: only a postmaster imports by another one");
    }

    private static Resolution<MemberKey> resolution(
            MemberRow row, Map<String, Address> owners, Map<String, Contact> contactOf) {
        if (row.identifier().isEmpty()) {
            return new Resolution.Refused<>("Identifier is empty");
        }
        try {
            MemberKey key = key(row, owners, contactOf);
            // Refuses a name that no member can have.
            NewMember member = new NewMember(key.address(), row.name());
            return new Resolution.Named<>(
                    key instanceof MemberKey.OfContact ? key : new MemberKey.OfAddress(member.address()));
        } catch (InvalidValueException e) {
            return new Resolution.Refused<>(e.getMessage());
        }
    }

    private static MemberKey key(MemberRow row, Map<String, Address> owners, Map<String, Contact> contactOf) {
        String identifier = row.identifier();
        if (row.isAddress()) {
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
        // A wrong letter is worth saying only if it explains why nobody is found.
        throw new InvalidValueException(Identifiers.defect(identifier).orElseGet(() -> nobodyHas(identifier)));
    }

    private static String nobodyHas(String identifier) {
        return "no user has the identifier " + identifier + ", and no contact"
                + Identifiers.suggestion(identifier)
                        .map(right -> "; did you mean " + right + "?")
                        .orElse("");
    }

    private static Set<Address> addressesOf(Set<MemberKey> keys) {
        return keys.stream().map(MemberKey::address).collect(Collectors.toSet());
    }

    private static Collection<Address> namedOnly(Map<Address, MemberRow> wanted) {
        return wanted.entrySet().stream()
                .filter(member -> !member.getValue().name().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * What rows would change in the contacts of a group.
     *
     * @param added contacts whose address is not there yet
     * @param linked contacts whose address is there; it stays, and follows the contact from now on
     */
    private record ContactDiff(List<UUID> added, List<UUID> linked) {
        ContactDiff {
            added = List.copyOf(added);
            linked = List.copyOf(linked);
        }

        boolean isEmpty() {
            return added.isEmpty() && linked.isEmpty();
        }

        List<UUID> changes() {
            List<UUID> changes = new ArrayList<>(added);
            changes.addAll(linked);
            return changes;
        }
    }

    /**
     * What rows would change in the members of a group: a pure comparison.
     *
     * @param added members that are not there yet; without a name of their own if the profile has the same name, so
     *     that a later change of the profile shows
     * @param updated members that are there under another name, or by contacts alone
     */
    private record MemberDiff(List<NewMember> added, List<NewMember> updated) {
        MemberDiff {
            added = List.copyOf(added);
            updated = List.copyOf(updated);
        }

        static MemberDiff of(
                Map<Address, MemberRow> wanted,
                Map<Address, Present> present,
                Map<Address, String> exportedAs,
                Map<Address, Profile> profiles) {
            List<NewMember> added = new ArrayList<>();
            List<NewMember> updated = new ArrayList<>();
            wanted.forEach((address, row) -> {
                Present member = present.get(address);
                if (member == null) {
                    Profile profile = profiles.get(address);
                    boolean isKnown = profile != null && profile.name().equals(row.name());
                    added.add(new NewMember(address, isKnown ? "" : row.name()));
                } else if (member.byItself()
                        ? !CsvCell.orBefore(row.name(), member.knownAs()).equals(member.knownAs())
                        : !row.identifier().equalsIgnoreCase(exportedAs.get(address))) {
                    updated.add(new NewMember(address, row.name()));
                }
            });
            return new MemberDiff(added, updated);
        }

        boolean isEmpty() {
            return added.isEmpty() && updated.isEmpty();
        }

        List<NewMember> changes() {
            List<NewMember> changes = new ArrayList<>(added);
            changes.addAll(updated);
            return changes;
        }
    }
}
