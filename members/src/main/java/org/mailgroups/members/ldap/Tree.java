// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.ldap;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.RDN;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mailgroups.value.Address;

/**
 * The tree of one domain:
 *
 * <pre>
 * dc=example,dc=org
 *   ou=contacts   uid=(the id of the contact)
 *   ou=groups     mail=(the address of the group)
 * </pre>
 *
 * <p>Members of a group who are no entry themselves have names below {@code ou=people}. Immutable.
 */
final class Tree {
    private static final String MAIL = "mail";
    private static final String UID = "uid";

    private final String domain;
    private final DN base;
    private final DN contacts;
    private final DN groups;
    private final DN people;

    /** @param domain in lower case, in A-labels */
    Tree(String domain) {
        this.domain = domain;
        this.base = new DN(Arrays.stream(domain.split("\\."))
                .map(label -> new RDN("dc", label))
                .toArray(RDN[]::new));
        this.contacts = unit("contacts");
        this.groups = unit("groups");
        this.people = unit("people");
    }

    private DN unit(String name) {
        return new DN(new RDN("ou", name), base);
    }

    /** A place in the tree. */
    sealed interface Place {
        /** The base itself, with everything below it. */
        record Base() implements Place {}

        /** What holds contacts, or groups. */
        record Unit(boolean ofGroups) implements Place {}

        /**
         * A contact, or a group, which need not exist.
         *
         * @param id by which the address book knows it
         */
        record Leaf(String id) implements Place {}
    }

    DN base() {
        return base;
    }

    DN contact(String id) {
        return new DN(new RDN(UID, id), contacts);
    }

    DN group(Address address) {
        return new DN(new RDN(MAIL, address.toString()), groups);
    }

    DN person(Address address) {
        return new DN(new RDN(MAIL, address.toString()), people);
    }

    /** Returns what a name stands for; empty if it is none of this tree. */
    Optional<Place> place(DN name) {
        if (name.equals(base) || name.isNullDN()) {
            return Optional.of(new Place.Base());
        }
        if (name.equals(contacts) || name.equals(groups)) {
            return Optional.of(new Place.Unit(name.equals(groups)));
        }
        RDN own = name.getRDN();
        if (own.isMultiValued()) {
            return Optional.empty();
        }
        String value = own.getAttributeValues()[0];
        boolean isContact = contacts.equals(name.getParent()) && own.hasAttribute(UID) && value.indexOf('@') < 0;
        boolean isGroup = groups.equals(name.getParent()) && own.hasAttribute(MAIL) && isOfDomain(value);
        return isContact || isGroup ? Optional.of(new Place.Leaf(value)) : Optional.empty();
    }

    /** Returns whether a text is an address of this domain. */
    boolean isOfDomain(String text) {
        return Address.tryParse(text)
                .filter(address -> address.domain().equals(domain))
                .isPresent();
    }

    String domain() {
        return domain;
    }

    /** Returns the entry of the base. */
    Entry baseEntry() {
        String label = domain.substring(0, (domain + ".").indexOf('.'));
        return new Entry(
                base,
                new Attribute("objectClass", "top", "dcObject", "organization"),
                new Attribute("dc", label),
                new Attribute("o", domain));
    }

    /** Returns the entries of what holds contacts and groups. */
    List<Entry> unitEntries() {
        return List.of(unitEntry(false), unitEntry(true));
    }

    Entry unitEntry(boolean ofGroups) {
        DN name = ofGroups ? groups : contacts;
        return new Entry(
                name,
                new Attribute("objectClass", "top", "organizationalUnit"),
                new Attribute("ou", ofGroups ? "groups" : "contacts"));
    }
}
