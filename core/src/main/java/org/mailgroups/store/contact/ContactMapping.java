// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.contact;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.contact.ForeignCard;
import org.mailgroups.store.sql.SearchText;
import org.mailgroups.value.Address;

/** The columns of a contact. Its lists lie in one column each, separated by control characters, which no value of theirs has in it. */
final class ContactMapping {
    static final String NAMES = "c.id, c.contact_group, c.domain, c.name, c.identifier, c.emails, c.phones, c.company,"
            + " c.department, c.title, c.postal_address, c.notes, c.shared, c.card_uid, c.card_properties, c.version";

    static final String INSERT =
            "INSERT INTO contact (contact_group, domain, name, sort_key, identifier, identifier_key,"
                    + " preferred_key, emails, phones, company, department, title, postal_address, notes, shared, card_uid,"
                    + " card_properties, version, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    static final String UPDATE =
            "UPDATE contact SET contact_group = ?, domain = ?, name = ?, sort_key = ?, identifier = ?,"
                    + " identifier_key = ?, preferred_key = ?, emails = ?, phones = ?, company = ?, department = ?, title = ?,"
                    + " postal_address = ?, notes = ?, shared = ?, card_uid = ?, card_properties = ?, version = ? WHERE id = ?";

    private static final String ENTRY_SEPARATOR = "\u001E";
    private static final String LABEL_SEPARATOR = "\u001F";

    private ContactMapping() {}

    /** For {@link #INSERT} and {@link #UPDATE}. */
    static PreparedBatch bind(PreparedBatch batch, Contact contact) {
        ContactDetails details = contact.details();
        String uid = contact.card().uid();
        return batch.bind(0, contact.contactGroup().toString())
                .bind(1, contact.domain())
                .bind(2, details.name())
                .bind(3, SearchText.sortKey(details.name()))
                .bind(4, details.idNumber())
                .bind(5, details.identifier().map(SearchText::folded).orElse(null))
                .bind(6, details.preferred().map(Address::key).orElse(null))
                .bind(
                        7,
                        details.emails().stream()
                                .map(ContactMapping::written)
                                .collect(Collectors.joining(ENTRY_SEPARATOR)))
                .bind(8, String.join(ENTRY_SEPARATOR, details.phones()))
                .bind(9, details.company())
                .bind(10, details.department())
                .bind(11, details.title())
                .bind(12, details.postalAddress())
                .bind(13, details.notes())
                .bind(14, details.shared())
                .bind(15, uid.isEmpty() ? null : uid)
                .bind(16, contact.card().properties())
                .bind(17, contact.version())
                .bind(18, contact.id().toString());
    }

    private static String written(ContactEmail email) {
        return email.address() + LABEL_SEPARATOR + email.label();
    }

    static Contact read(ResultSet row) throws SQLException {
        String uid = row.getString("card_uid");
        return new Contact(
                UUID.fromString(row.getString("id")),
                UUID.fromString(row.getString("contact_group")),
                row.getString("domain"),
                new ContactDetails(
                        row.getString("name"),
                        row.getString("identifier"),
                        emails(row.getString("emails")),
                        entries(row.getString("phones")),
                        row.getString("company"),
                        row.getString("department"),
                        row.getString("title"),
                        row.getString("postal_address"),
                        row.getString("notes"),
                        row.getBoolean("shared")),
                new ForeignCard(uid == null ? "" : uid, row.getString("card_properties")),
                row.getLong("version"));
    }

    private static List<ContactEmail> emails(String column) {
        return entries(column).stream().map(ContactMapping::email).toList();
    }

    private static ContactEmail email(String entry) {
        int end = entry.indexOf(LABEL_SEPARATOR);
        return new ContactEmail(Address.parse(entry.substring(0, end)), entry.substring(end + 1));
    }

    private static List<String> entries(String column) {
        return column.isEmpty() ? List.of() : Arrays.asList(column.split(ENTRY_SEPARATOR));
    }

    /** The addresses in the column {@code emails}, as they were written, the preferred one first. */
    static List<String> addresses(String column) {
        return entries(column).stream()
                .map(entry -> entry.substring(0, entry.indexOf(LABEL_SEPARATOR)))
                .toList();
    }
}
