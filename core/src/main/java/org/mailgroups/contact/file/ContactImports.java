// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import com.google.common.collect.Lists;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ContactMemberships;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.contact.ContactSave;
import org.mailgroups.contact.ForeignCard;
import org.mailgroups.csv.CsvWriter;
import org.mailgroups.group.Destinations;
import org.mailgroups.group.GroupLookup;
import org.mailgroups.imports.Applied;
import org.mailgroups.imports.CsvRows;
import org.mailgroups.imports.ImportKind;
import org.mailgroups.imports.ImportKind.Resolution;
import org.mailgroups.imports.PlanFile;
import org.mailgroups.imports.PlannedRow;
import org.mailgroups.imports.RowSource;
import org.mailgroups.imports.history.ImportTarget;
import org.mailgroups.profile.Identifiers;
import org.mailgroups.profile.ProfileRepository;
import org.mailgroups.profile.SharedIdentifier;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Rights;
import org.mailgroups.value.Address;
import org.mailgroups.value.Id;
import org.mailgroups.value.LocalAddresses;

/** Imports of shared contacts. Thread-safe; each {@link ImportKind} that it hands out is for one import. */
public final class ContactImports {
    /** How many contacts are compared at once if nothing is kept of their cards. */
    private static final int COMPARED_AT_ONCE = 500;

    private static final int BATCH = 5000;

    private final ContactRepository contacts;
    private final ContactMemberships memberships;
    private final ProfileRepository profiles;
    private final Destinations destinations;

    @Inject
    public ContactImports(
            ContactRepository contacts,
            ContactMemberships memberships,
            ProfileRepository profiles,
            LocalAddresses localAddresses,
            GroupLookup groups) {
        this.contacts = contacts;
        this.memberships = memberships;
        this.profiles = profiles;
        this.destinations = new Destinations(localAddresses, groups);
    }

    /**
     * Returns the import into a contact group.
     *
     * @throws org.mailgroups.value.NotAllowedException if the principal is no postmaster
     * @throws org.mailgroups.value.NotFoundException if there is no such contact group
     */
    public ImportKind<?, ?> into(Principal principal, UUID contactGroup, ContactFormat format) {
        Rights.require(principal, Act.MANAGE_CONTACTS);
        return new IntoContactGroup(
                contacts.findGroup(contactGroup).orElseThrow(() -> Id.unknown("contact group", contactGroup)), format);
    }

    /**
     * Rows of a CSV file, or vCards, into the contacts of a contact group. Contacts that are not in the file stay.
     *
     * <p>{@link ContactMatches} finds out which contact a row means. If several rows could mean one contact, the
     * surest of them does; the others make new ones.
     */
    private final class IntoContactGroup implements ImportKind<ContactRow, ContactKey> {
        private final ContactGroup contactGroup;
        private final ContactFormat format;
        private final ContactMatches matches;
        /** Keys that could have meant a contact that exists, and do not. */
        private final Set<ContactKey> fresh = new HashSet<>();

        IntoContactGroup(ContactGroup contactGroup, ContactFormat format) {
            this.contactGroup = contactGroup;
            this.format = format;
            this.matches = new ContactMatches(contactGroup, contacts, memberships, profiles, destinations);
        }

        @Override
        public ImportTarget target() {
            return ImportTarget.contactsOf(contactGroup.id());
        }

        @Override
        public String subject() {
            return contactGroup.id().toString();
        }

        @Override
        public String action() {
            return "contacts-import";
        }

        @Override
        public List<Object> auditDetails() {
            return List.of("contactGroup", contactGroup.id(), "format", format);
        }

        @Override
        public List<String> columns() {
            return ContactColumns.ALL.names();
        }

        @Override
        public RowSource rows(InputStream file) {
            return format == ContactFormat.VCARD
                    ? new VCardRows(file)
                    : new CsvRows(file, columns(), ContactColumns.MAX_CELL_LENGTH);
        }

        @Override
        public ContactRow read(List<String> cells) {
            return ContactRow.of(cells);
        }

        @Override
        public List<String> warnings(ContactRow row) {
            return row.flaws();
        }

        @Override
        public List<Resolution<ContactKey>> resolve(List<ContactRow> rows) {
            return rows.stream().map(matches.of(rows)).toList();
        }

        @Override
        public String writeKey(ContactKey key) {
            if (key instanceof ContactKey.Known known) {
                return known.id().toString();
            }
            if (key instanceof ContactKey.Likely likely) {
                return likely.id() + " " + likely.fresh();
            }
            return " " + ((ContactKey.Fresh) key).fresh();
        }

        @Override
        public ContactKey readKey(String text) {
            int space = text.indexOf(' ');
            if (space < 0) {
                return new ContactKey.Known(UUID.fromString(text));
            }
            String rest = text.substring(space + 1);
            return space == 0
                    ? new ContactKey.Fresh(rest)
                    : new ContactKey.Likely(UUID.fromString(text.substring(0, space)), rest);
        }

        @Override
        public Stream<Address> addresses(PlannedRow<ContactRow, ContactKey> row) {
            return row.row().details().emails().stream().map(ContactEmail::address);
        }

        @Override
        public String describe(ContactKey key) {
            return "one contact";
        }

        /**
         * Labels of addresses are no part of it, nor how an identifier is written. A vCard says all that it says, and
         * what it leaves out.
         */
        @Override
        public List<String> statement(ContactRow row) {
            List<String> cells = row.cells();
            cells.set(
                    ContactColumns.ALL.names().indexOf(ContactColumns.IDENTIFIER.name()),
                    Identifiers.key(row.details().identifier().orElse("")));
            return row.card()
                    .map(card -> List.of(String.join("\n", CsvWriter.lineOf(cells), card.uid(), card.properties())))
                    .orElse(cells);
        }

        @Override
        public Map<ContactKey, String> refusals(Set<ContactKey> named, PlanFile<ContactRow, ContactKey> plan) {
            Map<ContactKey, String> refusals = new HashMap<>();
            settleClaims(named, refusals);
            refuseSharedIdentifiers(plan, refusals);
            return refusals;
        }

        /** Of the rows that could mean a contact, finds the one that does. */
        private void settleClaims(Set<ContactKey> named, Map<ContactKey, String> refusals) {
            Map<UUID, List<ContactKey.Likely>> claims = new HashMap<>();
            for (ContactKey key : named) {
                if (key instanceof ContactKey.Likely likely) {
                    claims.computeIfAbsent(likely.id(), id -> new ArrayList<>()).add(likely);
                }
            }
            claims.forEach((id, likely) -> {
                boolean isMeant = named.contains(new ContactKey.Known(id));
                List<ContactKey.Likely> anonymous = likely.stream()
                        .filter(claim -> !claim.fresh().startsWith(ContactKey.IDENTIFIER))
                        .toList();
                if (isMeant) {
                    fresh.addAll(likely);
                } else if (anonymous.size() > 1) {
                    anonymous.forEach(claim -> refusals.put(
                            claim,
                            "the file has several rows that could mean one contact with this address,"
                                    + " and none with its name"));
                    likely.stream().filter(claim -> !anonymous.contains(claim)).forEach(fresh::add);
                } else if (likely.size() > 1) {
                    likely.stream().filter(claim -> !anonymous.contains(claim)).forEach(fresh::add);
                }
            });
        }

        /** Rows with one identifier may mean different contacts: by the UID of a vCard, or by another address. */
        private void refuseSharedIdentifiers(PlanFile<ContactRow, ContactKey> plan, Map<ContactKey, String> refusals) {
            Map<String, ContactKey> claims = new HashMap<>();
            plan.forEachBatch(BATCH, batch -> withNewIdentifier(batch).forEach(row -> {
                String identifier = row.row().details().idNumber();
                ContactKey other = claims.putIfAbsent(Identifiers.key(identifier), row.key());
                if (other != null && !other.equals(row.key())) {
                    String reason = "the file gives the identifier " + identifier + " to several contacts";
                    refusals.putIfAbsent(row.key(), reason);
                    refusals.putIfAbsent(other, reason);
                }
            }));
        }

        /** Leaves out rows without an identifier, and those of contacts that share the one they have. */
        private List<PlannedRow<ContactRow, ContactKey>> withNewIdentifier(
                List<PlannedRow<ContactRow, ContactKey>> rows) {
            List<PlannedRow<ContactRow, ContactKey>> with = rows.stream()
                    .filter(row -> row.row().details().identifier().isPresent())
                    .toList();
            Map<String, SharedIdentifier> shared = profiles.sharedIdentifiers(
                    with.stream().map(row -> row.row().details().idNumber()).toList());
            return with.stream()
                    .filter(row -> !(row.key() instanceof ContactKey.Known known
                            && shared.containsKey(row.row().details().idNumber())
                            && shared.get(row.row().details().idNumber()).isOf(known.id())))
                    .toList();
        }

        @Override
        public Applied apply(List<PlannedRow<ContactRow, ContactKey>> rows, boolean dryRun) {
            List<ContactSave> saves = new ArrayList<>();
            int atOnce = format == ContactFormat.VCARD ? ContactRepository.CARDS_AT_ONCE : COMPARED_AT_ONCE;
            for (List<PlannedRow<ContactRow, ContactKey>> some : Lists.partition(rows, atOnce)) {
                saves.addAll(changes(some));
            }
            if (!dryRun && !saves.isEmpty()) {
                contacts.saveAll(contactGroup.id(), saves);
            }
            int updated =
                    (int) saves.stream().filter(save -> save.id().isPresent()).count();
            return new Applied(saves.size() - updated, updated, rows.size() - saves.size());
        }

        private List<ContactSave> changes(List<PlannedRow<ContactRow, ContactKey>> rows) {
            Set<UUID> ids =
                    rows.stream().flatMap(row -> existing(row.key()).stream()).collect(Collectors.toSet());
            Map<UUID, Contact> present = contacts.findAll(ids);
            Map<UUID, ForeignCard> kept = format == ContactFormat.VCARD ? contacts.cards(ids) : Map.of();
            List<ContactSave> changes = new ArrayList<>();
            for (PlannedRow<ContactRow, ContactKey> planned : rows) {
                ContactRow row = planned.row();
                Optional<UUID> id = existing(planned.key());
                Contact contact = id.map(present::get).orElse(null);
                if (contact == null) {
                    // One that was deleted since then is refused by the store.
                    changes.add(new ContactSave(id, row.details(), row.card()));
                } else if (!row.isAlready(contact, kept.getOrDefault(contact.id(), ForeignCard.none()))) {
                    changes.add(new ContactSave(id, row.appliedTo(contact), row.cardAppliedTo(contact)));
                }
            }
            return changes;
        }

        private Optional<UUID> existing(ContactKey key) {
            if (key instanceof ContactKey.Known known) {
                return Optional.of(known.id());
            }
            return key instanceof ContactKey.Likely likely && !fresh.contains(key)
                    ? Optional.of(likely.id())
                    : Optional.empty();
        }

        @Override
        public void requireTarget() {
            if (contacts.findGroup(contactGroup.id()).isEmpty()) {
                throw Id.unknown("contact group", contactGroup.id());
            }
        }
    }
}
