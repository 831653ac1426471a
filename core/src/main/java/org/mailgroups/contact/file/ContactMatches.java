// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactClashException;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ContactMemberships;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.group.Destinations;
import org.mailgroups.imports.ImportKind.Resolution;
import org.mailgroups.profile.Identifiers;
import org.mailgroups.profile.ProfileRepository;
import org.mailgroups.profile.SharedIdentifier;
import org.mailgroups.text.SearchForm;
import org.mailgroups.value.Address;
import org.mailgroups.value.CyclicMembershipException;

/**
 * Finds the contact of a group that a row means, and says whether the row may say what it says.
 *
 * <ol>
 *   <li>A vCard with a UID means the contact that has it, or whose id it is. A contact that came with another UID is
 *       never meant.
 *   <li>A row with an identifier means the contact of the domain that has it, if that is in this group. If several have
 *       it, as older data may, it means the one that is already as the row says, or nobody. Else it means the only
 *       contact without an identifier that has the row's address, unless another row means that. Else it means
 *       a new one.
 *   <li>A row with an address means the contact without an identifier that has this preferred address and this name.
 *       Else it means the only one with this preferred address, unless another row means that. Else it means a new one.
 *   <li>Any other row means the contact with neither that has this name, first to the letter, then without regard to
 *       case and accents. Else it means a new one.
 * </ol>
 *
 * <p>Thread-safe, if its ports are.
 */
final class ContactMatches {
    private final ContactGroup contactGroup;
    private final ContactRepository contacts;
    private final ContactMemberships memberships;
    private final ProfileRepository profiles;
    private final Destinations destinations;

    ContactMatches(
            ContactGroup contactGroup,
            ContactRepository contacts,
            ContactMemberships memberships,
            ProfileRepository profiles,
            Destinations destinations) {
        this.contactGroup = contactGroup;
        this.contacts = contacts;
        this.memberships = memberships;
        this.profiles = profiles;
        this.destinations = destinations;
    }

    /** Looks up what is needed for some rows, many at a time. Returns a function that says what each of them means. */
    Function<ContactRow, Resolution<ContactKey>> of(Collection<ContactRow> rows) {
        return new State(rows)::resolution;
    }

    /** What the store knows of contacts that rows could mean. */
    private final class State {
        private final Map<UUID, Contact> byId;
        private final Map<String, Contact> byUid;
        private final Map<String, Contact> byIdentifier;
        private final Map<String, Address> users;
        private final Map<String, SharedIdentifier> shared;
        private final Map<UUID, Contact> sharers;
        private final Map<Address, List<Contact>> byPreferred;
        private final List<Contact> byNameAlone;
        private final Map<Address, String> refusals;
        private final Map<UUID, String> groupNames = new HashMap<>();

        State(Collection<ContactRow> rows) {
            Set<String> identifiers = rows.stream()
                    .flatMap(row -> row.details().identifier().stream())
                    .collect(Collectors.toSet());
            Set<Address> addresses = rows.stream()
                    .flatMap(row -> row.details().preferred().stream())
                    .collect(Collectors.toSet());
            Set<String> uids = rows.stream()
                    .map(ContactRow::uid)
                    .filter(uid -> !uid.isEmpty())
                    .collect(Collectors.toSet());
            Set<UUID> ids = uids.stream()
                    .flatMap(uid -> ContactVCards.ownId(uid).stream())
                    .collect(Collectors.toSet());
            byId = ids.isEmpty() ? Map.of() : contacts.findAll(ids);
            byUid = uids.isEmpty() ? Map.of() : contacts.findByUids(contactGroup.id(), uids);
            byIdentifier =
                    identifiers.isEmpty() ? Map.of() : contacts.findByIdentifiers(contactGroup.domain(), identifiers);
            users = identifiers.isEmpty() ? Map.of() : profiles.findByIdentifiers(identifiers);
            shared = SharedIdentifier.in(contactGroup.domain(), profiles.sharedIdentifiers(identifiers));
            sharers = contacts.findAll(shared.values().stream()
                    .flatMap(all -> all.contacts().stream())
                    .collect(Collectors.toSet()));
            byPreferred = addresses.isEmpty()
                    ? Map.of()
                    : contacts.findByPreferred(contactGroup.id(), addresses).stream()
                            .collect(Collectors.groupingBy(
                                    contact -> contact.details().preferred().orElseThrow()));
            Set<String> names = rows.stream()
                    .map(ContactRow::details)
                    .filter(row -> row.identifier().isEmpty() && row.preferred().isEmpty())
                    .map(row -> row.name())
                    .collect(Collectors.toSet());
            byNameAlone = names.isEmpty() ? List.of() : contacts.findByNameAlone(contactGroup.id(), names);
            refusals = destinations.refusals(addresses);
        }

        Resolution<ContactKey> resolution(ContactRow row) {
            Optional<Contact> sameCard = byCard(row);
            if (sameCard.isPresent()) {
                return byUid(row, sameCard.get());
            }
            if (row.details().identifier().isPresent()) {
                return byIdentifier(row, row.details().idNumber());
            }
            return row.details().preferred().isPresent()
                    ? byAddress(row, row.details().preferred().get())
                    : byName(row);
        }

        private Optional<Contact> byCard(ContactRow row) {
            if (row.uid().isEmpty()) {
                return Optional.empty();
            }
            return ContactVCards.ownId(row.uid())
                    .map(byId::get)
                    .filter(contact -> contact.contactGroup().equals(contactGroup.id()))
                    .or(() -> Optional.ofNullable(byUid.get(row.uid())));
        }

        private Resolution<ContactKey> byUid(ContactRow row, Contact contact) {
            Optional<String> identifier = row.details().identifier();
            SharedIdentifier several = shared.get(row.details().idNumber());
            if (several != null) {
                return several.isOf(contact.id()) ? known(row, contact) : refused(several.refusal());
            }
            if (identifier.isPresent()) {
                Contact owner = byIdentifier.get(identifier.get());
                if (owner != null && !owner.id().equals(contact.id())) {
                    return refused(taken(identifier.get(), owner));
                }
                Optional<String> refusal = owner == null ? refusal(identifier.get()) : Optional.empty();
                if (refusal.isPresent()) {
                    return refused(refusal.get());
                }
            }
            return known(row, contact);
        }

        /** Returns why nobody new can have an identifier; empty if somebody can. */
        private Optional<String> refusal(String identifier) {
            Address user = users.get(identifier);
            return user == null
                    ? Identifiers.defect(identifier)
                    : Optional.of(ContactClashException.identifierTaken(identifier, user)
                            .getMessage());
        }

        private Resolution<ContactKey> byIdentifier(ContactRow row, String identifier) {
            if (shared.containsKey(identifier)) {
                return bySharedIdentifier(row, shared.get(identifier));
            }
            Contact owner = byIdentifier.get(identifier);
            if (owner != null) {
                return owner.contactGroup().equals(contactGroup.id())
                        ? known(row, owner)
                        : refused(taken(identifier, owner));
            }
            Optional<String> refusal = refusal(identifier);
            if (refusal.isPresent()) {
                return refused(refusal.get());
            }
            List<Contact> anonymous = row
                    .details()
                    .preferred()
                    .map(address -> candidates(row, byPreferred.getOrDefault(address, List.of())))
                    .orElse(List.of())
                    .stream()
                    .filter(contact -> contact.details().identifier().isEmpty())
                    .toList();
            String fresh = ContactKey.byIdentifier(Identifiers.key(identifier));
            return anonymous.size() == 1
                    ? likely(row, anonymous.get(0), fresh)
                    : new Resolution.Named<>(new ContactKey.Fresh(fresh));
        }

        private Resolution<ContactKey> bySharedIdentifier(ContactRow row, SharedIdentifier identifier) {
            return identifier.contacts().stream()
                    .map(sharers::get)
                    .filter(contact -> contact != null
                            && contact.contactGroup().equals(contactGroup.id())
                            && row.isAlready(contact))
                    .findFirst()
                    .map(contact -> known(row, contact))
                    .orElseGet(() -> refused(identifier.refusal()));
        }

        private Resolution<ContactKey> byAddress(ContactRow row, Address preferred) {
            List<Contact> all = candidates(row, byPreferred.getOrDefault(preferred, List.of()));
            List<Contact> named = all.stream()
                    .filter(contact -> contact.details().identifier().isEmpty() && hasName(contact, row))
                    .toList();
            String fresh = "address:" + preferred.key() + " " + row.details().name();
            return among(
                    row, named, all, fresh, "several contacts of the group have the preferred address " + preferred);
        }

        private Resolution<ContactKey> byName(ContactRow row) {
            String name = SearchForm.plain(row.details().name());
            List<Contact> all = candidates(
                    row,
                    byNameAlone.stream()
                            .filter(contact ->
                                    SearchForm.plain(contact.details().name()).equals(name))
                            .toList());
            List<Contact> named =
                    all.stream().filter(contact -> hasName(contact, row)).toList();
            return among(
                    row,
                    named,
                    all,
                    "name:" + row.details().name(),
                    "several contacts of the group have this name, and neither an identifier nor an address");
        }

        private static boolean hasName(Contact contact, ContactRow row) {
            return contact.details().name().equals(row.details().name());
        }

        /** Leaves out contacts that came with another UID than the row has: they are others. */
        private static List<Contact> candidates(ContactRow row, List<Contact> contacts) {
            return contacts.stream()
                    .filter(contact -> row.uid().isEmpty()
                            || contact.uid().isEmpty()
                            || contact.uid().equals(row.uid()))
                    .toList();
        }

        private Resolution<ContactKey> among(
                ContactRow row, List<Contact> surely, List<Contact> perhaps, String fresh, String ambiguous) {
            if (surely.size() == 1) {
                return known(row, surely.get(0));
            }
            Optional<Contact> same = surely.stream().filter(row::isAlready).findFirst();
            if (same.isPresent()) {
                return known(row, same.get());
            }
            if (perhaps.isEmpty()) {
                return new Resolution.Named<>(new ContactKey.Fresh(row.uid().isEmpty() ? fresh : "uid:" + row.uid()));
            }
            return perhaps.size() == 1 ? likely(row, perhaps.get(0), fresh) : refused(ambiguous);
        }

        private Resolution<ContactKey> known(ContactRow row, Contact contact) {
            return lossOfAddress(row, contact)
                    .<Resolution<ContactKey>>map(Resolution.Refused::new)
                    .orElseGet(() -> new Resolution.Named<>(new ContactKey.Known(contact.id())));
        }

        private Resolution<ContactKey> likely(ContactRow row, Contact contact, String fresh) {
            String freshOfCard =
                    row.uid().isEmpty() || fresh.startsWith(ContactKey.IDENTIFIER) ? fresh : "uid:" + row.uid();
            return new Resolution.Named<>(new ContactKey.Likely(contact.id(), freshOfCard));
        }

        /** Returns why a contact cannot have the row's address in the place of its own; empty if it can. */
        private Optional<String> lossOfAddress(ContactRow row, Contact contact) {
            Optional<Address> wanted = row.appliedTo(contact).preferred();
            if (wanted.equals(contact.details().preferred())) {
                return Optional.empty();
            }
            List<Address> groups = memberships.groupsOf(contact.id());
            if (groups.isEmpty()) {
                return Optional.empty();
            }
            if (wanted.isPresent() && !refusals.containsKey(wanted.get())) {
                return memberships
                        .circleWith(contact.id(), wanted.get())
                        .map(group -> new CyclicMembershipException(group, wanted.get()).getMessage());
            }
            return Optional.of(
                    wanted.isEmpty()
                            ? ContactClashException.needsAddress(contact, groups)
                                    .getMessage()
                            : refusals.get(wanted.get()) + "; and the contact is a member of groups");
        }

        private String taken(String identifier, Contact owner) {
            return ContactClashException.identifierTaken(identifier, owner, groupName(owner.contactGroup()))
                    .getMessage();
        }

        private String groupName(UUID id) {
            return groupNames.computeIfAbsent(
                    id, key -> contacts.findGroup(key).map(ContactGroup::name).orElse(key.toString()));
        }

        private static Resolution<ContactKey> refused(String reason) {
            return new Resolution.Refused<>(reason);
        }
    }
}
