// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.contact;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactDraft;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.contact.ContactGroupName;
import org.mailgroups.value.Address;
import org.mailgroups.value.Id;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.Text;
import org.mailgroups.webadmin.Call;
import org.mailgroups.webadmin.DomainName;
import org.mailgroups.webadmin.JsonValue;
import org.mailgroups.webadmin.RefusedCallException;

/** Reads the JSON bodies of the calls about shared contacts. */
final class ContactBodies {
    /** The most contacts that one call deletes or moves. */
    static final int MAX_IDS = 1000;

    private static final int MAX_BYTES = 64 << 10;
    private static final int MAX_GROUP_BYTES = 16 << 10;

    private static final String ID = "id";
    private static final String CONTACT_GROUP = "contactGroup";
    private static final String NAME = "name";
    private static final String DOMAIN = "domain";
    private static final String IDENTIFIER = "identifier";
    private static final String EMAILS = "emails";
    private static final String ADDRESS = "address";
    private static final String LABEL = "label";
    private static final String PREFERRED = "preferred";
    private static final String PHONES = "phones";
    private static final String COMPANY = "company";
    private static final String DEPARTMENT = "department";
    private static final String TITLE = "title";
    private static final String POSTAL_ADDRESS = "postalAddress";
    private static final String NOTES = "notes";
    private static final String SHARED = "shared";
    private static final String IDS = "ids";

    private ContactBodies() {}

    /** A contact group to be made: its name and, where the caller has said it, its domain. */
    record NewContactGroup(ContactGroupName name, Optional<String> domain) {}

    /** {@code {"name","domain"?}}. */
    static NewContactGroup newGroup(Call call) {
        Map<String, String> fields = new HashMap<>();
        call.readObject(
                MAX_GROUP_BYTES,
                Map.of(
                        NAME, value -> fields.put(NAME, value.text()),
                        DOMAIN, value -> fields.put(DOMAIN, DomainName.parse(DOMAIN, value.text()))));
        ContactGroupName name = name(fields).orElseThrow(() -> new InvalidValueException("name is missing"));
        return new NewContactGroup(name, Optional.ofNullable(fields.get(DOMAIN)));
    }

    /** {@code {"name"?}}: the new name of a contact group, if it gets one. */
    static Optional<ContactGroupName> groupChange(Call call) {
        Map<String, String> fields = new HashMap<>();
        call.readObject(MAX_GROUP_BYTES, Map.of(NAME, value -> fields.put(NAME, value.text())));
        return name(fields);
    }

    private static Optional<ContactGroupName> name(Map<String, String> fields) {
        return Optional.ofNullable(fields.get(NAME)).map(ContactGroupName::new);
    }

    /** {@code {"ids":[..]}}: each once, in the order given. */
    static List<UUID> ids(Call call) {
        Selection selection = new Selection();
        call.readObject(MAX_BYTES, Map.of(IDS, selection::readIds));
        return selection.ids();
    }

    /** Contacts to be moved. */
    record Move(List<UUID> ids, UUID contactGroup) {}

    /** {@code {"ids":[..],"contactGroup":id}}. */
    static Move move(Call call) {
        Selection selection = new Selection();
        call.readObject(
                MAX_BYTES,
                Map.of(
                        IDS,
                        selection::readIds,
                        CONTACT_GROUP,
                        value -> selection.contactGroup = Id.parse(value.path(), "contact group", value.text())));
        List<UUID> ids = selection.ids();
        if (selection.contactGroup == null) {
            throw new InvalidValueException("contactGroup is missing");
        }
        return new Move(ids, selection.contactGroup);
    }

    /** What has been read of a selection so far. */
    private static final class Selection {
        private Set<UUID> ids;
        private UUID contactGroup;

        void readIds(JsonValue value) {
            ids = new LinkedHashSet<>();
            value.elements(element -> {
                ids.add(Id.parse(element.path(), "contact", element.text()));
                if (ids.size() > MAX_IDS) {
                    throw RefusedCallException.tooMany(IDS, MAX_IDS);
                }
            });
        }

        List<UUID> ids() {
            if (ids == null) {
                throw new InvalidValueException("ids is missing");
            }
            return List.copyOf(ids);
        }
    }

    /** A contact to be made: everything but its id and where it is. */
    static ContactDraft newContact(Call call) {
        DraftFields fields = new DraftFields();
        call.readObject(MAX_BYTES, fields.readings());
        return fields.draft();
    }

    /** A contact as a whole. */
    static ContactDraft contact(Call call) {
        DraftFields fields = new DraftFields();
        Map<String, Consumer<JsonValue>> readings = fields.readings();
        readings.put(ID, value -> fields.texts.put(ID, value.text()));
        readings.put(CONTACT_GROUP, value -> fields.texts.put(CONTACT_GROUP, value.text()));
        call.readObject(MAX_BYTES, readings);
        return fields.draft();
    }

    /** What has been read of a contact so far. */
    private static final class DraftFields {
        private static final List<String> TEXTS =
                List.of(NAME, IDENTIFIER, COMPANY, DEPARTMENT, TITLE, POSTAL_ADDRESS, NOTES);

        private final Map<String, String> texts = new HashMap<>();
        private final List<ContactEmail> emails = new ArrayList<>();
        private final List<String> phones = new ArrayList<>();
        private OptionalInt preferred = OptionalInt.empty();
        private boolean shared;

        Map<String, Consumer<JsonValue>> readings() {
            Map<String, Consumer<JsonValue>> readings = new HashMap<>();
            TEXTS.forEach(field -> readings.put(field, value -> texts.put(field, value.text())));
            readings.put(EMAILS, value -> value.elements(this::readEmail));
            readings.put(PHONES, value -> value.elements(this::readPhone));
            readings.put(SHARED, value -> shared = value.flag());
            return readings;
        }

        private void readEmail(JsonValue element) {
            EmailFields email = new EmailFields();
            element.fields(Map.of(
                    ADDRESS, value -> email.address = value.textAs(Address::parse),
                    LABEL, value -> email.label = Text.line(value.path(), value.text(), ContactEmail.MAX_LABEL_LENGTH),
                    PREFERRED, value -> email.preferred = value.flag()));
            if (email.address == null) {
                throw new InvalidValueException(element.path() + ".address is missing");
            }
            if (emails.stream().anyMatch(other -> other.address().equals(email.address))) {
                throw new InvalidValueException(element.path() + ".address is given twice");
            }
            if (email.preferred) {
                preferred.ifPresent(first -> {
                    throw new InvalidValueException(
                            element.path() + ".preferred: emails[" + first + "] is the preferred one already");
                });
                preferred = OptionalInt.of(emails.size());
            }
            emails.add(new ContactEmail(email.address, email.label));
        }

        private void readPhone(JsonValue element) {
            String phone = Text.line(element.path(), element.text(), ContactDetails.MAX_PHONE_LENGTH);
            if (phone.isEmpty()) {
                throw new InvalidValueException(element.path() + " is empty");
            }
            phones.add(phone);
        }

        ContactDraft draft() {
            if (!texts.containsKey(NAME)) {
                throw new InvalidValueException("name is missing");
            }
            int first = preferred.orElse(0);
            ContactDetails details = new ContactDetails(
                    text(NAME),
                    text(IDENTIFIER),
                    preferredFirst(first),
                    phones,
                    text(COMPANY),
                    text(DEPARTMENT),
                    text(TITLE),
                    text(POSTAL_ADDRESS),
                    text(NOTES),
                    shared);
            String preferredField = emails.isEmpty() ? "" : EMAILS + "[" + first + "]." + ADDRESS;
            return new ContactDraft(details, preferredField, text(ID), text(CONTACT_GROUP));
        }

        private List<ContactEmail> preferredFirst(int first) {
            List<ContactEmail> sorted = new ArrayList<>(emails);
            if (first > 0) {
                sorted.add(0, sorted.remove(first));
            }
            return sorted;
        }

        private String text(String field) {
            return texts.getOrDefault(field, "");
        }
    }

    /** What has been read of an account so far. */
    private static final class EmailFields {
        private Address address;
        private String label = "";
        private boolean preferred;
    }
}
