// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactGroup;
import org.mailgroups.contact.ContactMemberships;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.contact.ContactSave;
import org.mailgroups.group.Destinations;
import org.mailgroups.imports.Applied;
import org.mailgroups.imports.CsvRows;
import org.mailgroups.imports.Importer;
import org.mailgroups.imports.PlanFile;
import org.mailgroups.imports.PlannedRow;
import org.mailgroups.imports.Row;
import org.mailgroups.imports.RowSource;
import org.mailgroups.profile.ProfileRepository;
import org.mailgroups.value.Id;
import org.mailgroups.value.InvalidValueException;

/**
 * Rows of a CSV file, or vCards, into the contacts of a contact group. Contacts that are not in the file stay.
 *
 * <p>Which contact a row means is found out by {@link ContactMatches}; rows that could mean a contact that another row means more surely make a new one.
 */
final class ContactImporter implements Importer<ContactKey> {
    /** How many contacts, with all that their cards keep, are in memory at once. */
    private static final int COMPARED_AT_ONCE = 500;

    private static final int BATCH = 5000;

    private final ContactGroup contactGroup;
    private final Function<InputStream, RowSource> source;
    private final ContactRepository contacts;
    private final ContactMatches matches;
    /** What could have meant a contact that exists, and does not. */
    private final Set<ContactKey> fresh = new HashSet<>();

    private boolean anyUid;

    ContactImporter(
            ContactGroup contactGroup,
            ContactFormat format,
            ContactRepository contacts,
            ContactMemberships memberships,
            ProfileRepository profiles,
            Destinations destinations) {
        this.contactGroup = contactGroup;
        this.source = format == ContactFormat.VCARD
                ? VCardRows::new
                : file -> new CsvRows(file, ContactColumns.NAMES, ContactColumns.MAX_CELL_LENGTH);
        this.contacts = contacts;
        this.matches = new ContactMatches(contactGroup, contacts, memberships, profiles, destinations);
    }

    @Override
    public List<String> columns() {
        return ContactColumns.NAMES;
    }

    @Override
    public RowSource rows(InputStream file) {
        return source.apply(file);
    }

    @Override
    public void resolve(List<Row> rows, BiConsumer<Row, Resolution<ContactKey>> action) {
        Map<Row, ContactRow> read = new LinkedHashMap<>();
        Map<Row, Resolution<ContactKey>> resolutions = new HashMap<>();
        for (Row row : rows) {
            try {
                read.put(row, ContactRow.of(row.cells()));
            } catch (InvalidValueException e) {
                resolutions.put(row, new Resolution.Refused<>(e.getMessage()));
            }
        }
        anyUid |= read.values().stream().anyMatch(row -> !row.uid().isEmpty());
        Function<ContactRow, Resolution<ContactKey>> match = matches.of(read.values());
        read.forEach((row, contact) -> resolutions.put(row, match.apply(contact)));
        rows.forEach(row -> action.accept(row, resolutions.get(row)));
    }

    @Override
    public String write(ContactKey key) {
        if (key instanceof ContactKey.Known known) {
            return known.id().toString();
        }
        if (key instanceof ContactKey.Likely likely) {
            return likely.id() + " " + likely.fresh();
        }
        return " " + ((ContactKey.Fresh) key).fresh();
    }

    @Override
    public ContactKey read(String text) {
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
    public String describe(ContactKey key) {
        return "one contact";
    }

    @Override
    public String meaning(List<String> cells) {
        ContactRow row = ContactRow.of(cells);
        return String.join("\u001F", ContactColumns.cells(row.details())) + "\u001F" + row.card();
    }

    @Override
    public Map<ContactKey, String> refusals(Set<ContactKey> named, PlanFile<ContactKey> plan) {
        Map<ContactKey, String> refusals = new HashMap<>();
        settleClaims(named, refusals);
        if (anyUid) {
            refuseSharedIdentifiers(plan, refusals);
        }
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
                anonymous.forEach(
                        claim -> refusals.put(
                                claim,
                                "the file has several rows that could mean one contact with this address, and none with its name"));
                likely.stream().filter(claim -> !anonymous.contains(claim)).forEach(fresh::add);
            } else if (likely.size() > 1) {
                likely.stream().filter(claim -> !anonymous.contains(claim)).forEach(fresh::add);
            }
        });
    }

    /** Only cards can do that: a row of a CSV file with an identifier is named by it. */
    private void refuseSharedIdentifiers(PlanFile<ContactKey> plan, Map<ContactKey, String> refusals) {
        Map<String, ContactKey> claims = new HashMap<>();
        plan.forEachBatch(
                BATCH,
                batch -> batch.forEach(row -> {
                    String identifier = row.cells().get(1).strip().toLowerCase(Locale.ROOT);
                    if (!identifier.isEmpty()) {
                        ContactKey other = claims.putIfAbsent(identifier, row.key());
                        if (other != null && !other.equals(row.key())) {
                            String reason = "the file gives the identifier " + identifier + " to several contacts";
                            refusals.putIfAbsent(row.key(), reason);
                            refusals.putIfAbsent(other, reason);
                        }
                    }
                }));
    }

    @Override
    public Applied apply(List<PlannedRow<ContactKey>> rows, boolean dryRun) {
        List<ContactSave> saves = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += COMPARED_AT_ONCE) {
            saves.addAll(changes(rows.subList(from, Math.min(rows.size(), from + COMPARED_AT_ONCE))));
        }
        if (!dryRun && !saves.isEmpty()) {
            contacts.saveAll(contactGroup.id(), saves);
        }
        int updated = (int) saves.stream().filter(save -> save.id().isPresent()).count();
        return new Applied(saves.size() - updated, updated, rows.size() - saves.size());
    }

    private List<ContactSave> changes(List<PlannedRow<ContactKey>> rows) {
        Map<UUID, Contact> present = contacts.findAll(
                rows.stream().flatMap(row -> existing(row.key()).stream()).collect(Collectors.toSet()));
        List<ContactSave> changes = new ArrayList<>();
        for (PlannedRow<ContactKey> planned : rows) {
            ContactRow row = ContactRow.of(planned.cells());
            Optional<UUID> id = existing(planned.key());
            Contact contact = id.map(present::get).orElse(null);
            if (contact == null) {
                // One that was deleted since then is refused by the store.
                changes.add(new ContactSave(id, row.details(), row.card()));
            } else if (!row.isAlready(contact)) {
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
