// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.contact;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.mailgroups.contact.Contact;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.profile.Identifiers;
import org.mailgroups.store.sql.Cells;
import org.mailgroups.store.sql.SqlColumns;
import org.mailgroups.text.SearchForm;
import org.mailgroups.value.Address;

/**
 * A contact as a row, without what is kept of its vCard. Its lists lie in one column each, separated by control
 * characters, which none of their values has in it.
 */
public final class ContactMapping {
    public static final String NAMES =
            "c.id, c.contact_group, c.domain, c.name, c.identifier, c.emails, c.phones, c.company,"
                    + " c.department, c.title, c.postal_address, c.notes, c.shared, c.card_uid, c.version";

    public static final RowMapper<Contact> ROW = (row, context) -> read(row);

    private static final SqlColumns COLUMNS = SqlColumns.of(
            "contact_group",
            "domain",
            "name",
            "sort_key",
            "identifier",
            "preferred_key",
            "emails",
            "phones",
            "company",
            "department",
            "title",
            "postal_address",
            "notes",
            "shared",
            "card_uid",
            "version");
    static final String INSERT = SqlColumns.of("id", "card_properties", "identifier_key")
            .and(COLUMNS)
            .insertInto("contact");
    static final String UPDATE = COLUMNS.update("contact") + "WHERE id = :id";

    private static final String ENTRY_SEPARATOR = "\u001E";
    private static final String LABEL_SEPARATOR = "\u001F";

    private ContactMapping() {}

    /**
     * Binds the parameters of {@link #UPDATE}, which are those of {@link #INSERT} but for the card's properties and the
     * identifier's key.
     */
    static void bind(PreparedBatch batch, Contact contact) {
        ContactDetails details = contact.details();
        batch.bind("id", contact.id())
                .bind("contact_group", contact.contactGroup())
                .bind("domain", contact.domain())
                .bind("name", details.name())
                .bind("sort_key", SearchForm.sortKey(details.name()))
                .bind("identifier", details.idNumber())
                .bind("preferred_key", details.preferred().map(Address::key).orElse(null))
                .bind("emails", written(details.emails()))
                .bind("phones", String.join(ENTRY_SEPARATOR, details.phones()))
                .bind("company", details.company())
                .bind("department", details.department())
                .bind("title", details.title())
                .bind("postal_address", details.postalAddress())
                .bind("notes", details.notes())
                .bind("shared", details.shared())
                .bind("card_uid", contact.uid().isEmpty() ? null : contact.uid())
                .bind("version", contact.version());
    }

    /** Returns the key of a contact's identifier; null for none. */
    static String identifierKey(Contact contact) {
        return contact.details().identifier().map(Identifiers::key).orElse(null);
    }

    private static String written(List<ContactEmail> emails) {
        return emails.stream()
                .map(email -> email.address() + LABEL_SEPARATOR + email.label())
                .collect(Collectors.joining(ENTRY_SEPARATOR));
    }

    private static Contact read(ResultSet row) throws SQLException {
        String uid = row.getString("card_uid");
        return new Contact(
                Cells.uuid(row, "id"),
                Cells.uuid(row, "contact_group"),
                row.getString("domain"),
                new ContactDetails(
                        row.getString("name"),
                        row.getString("identifier"),
                        emails(row.getString("emails")),
                        phones(row.getString("phones")),
                        row.getString("company"),
                        row.getString("department"),
                        row.getString("title"),
                        row.getString("postal_address"),
                        row.getString("notes"),
                        row.getBoolean("shared")),
                uid == null ? "" : uid,
                row.getLong("version"));
    }

    private static List<ContactEmail> emails(String column) {
        return entries(column).stream().map(ContactMapping::email).toList();
    }

    private static ContactEmail email(String entry) {
        int end = entry.indexOf(LABEL_SEPARATOR);
        return new ContactEmail(Address.parse(entry.substring(0, end)), entry.substring(end + 1));
    }

    /** Returns the telephone numbers in the column {@code phones}. */
    static List<String> phones(String column) {
        return entries(column);
    }

    private static List<String> entries(String column) {
        return column.isEmpty() ? List.of() : Arrays.asList(column.split(ENTRY_SEPARATOR));
    }

    /** Returns the column {@code emails} with other texts in the place of its addresses. */
    public static String withAddresses(String column, UnaryOperator<String> change) {
        return entries(column).stream()
                .map(entry -> {
                    int end = entry.indexOf(LABEL_SEPARATOR);
                    return change.apply(entry.substring(0, end)) + entry.substring(end);
                })
                .collect(Collectors.joining(ENTRY_SEPARATOR));
    }

    /** Returns the column {@code emails} with those entries alone whose address is wanted. */
    public static String onlyAddresses(String column, Predicate<String> wanted) {
        return entries(column).stream()
                .filter(entry -> wanted.test(entry.substring(0, entry.indexOf(LABEL_SEPARATOR))))
                .collect(Collectors.joining(ENTRY_SEPARATOR));
    }

    /** Returns the column {@code phones} with other texts in the place of its numbers. */
    public static String withPhones(String column, UnaryOperator<String> change) {
        return phones(column).stream().map(change).collect(Collectors.joining(ENTRY_SEPARATOR));
    }

    /** Returns the addresses in the column {@code emails} as they were written, the preferred one first. */
    public static List<String> addresses(String column) {
        return entries(column).stream()
                .map(entry -> entry.substring(0, entry.indexOf(LABEL_SEPARATOR)))
                .toList();
    }
}
