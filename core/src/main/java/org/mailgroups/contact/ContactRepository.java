// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.mailgroups.value.Address;
import org.mailgroups.value.Page;
import org.mailgroups.value.PageRequest;

/**
 * The port to where shared contacts are kept. What it guarantees, whatever the database:
 *
 * <ul>
 *   <li>every method is one transaction: it happens wholly or not at all;
 *   <li>no two contact groups of a domain have one name, and no two contacts of a domain one identifier, nor a contact and a user's profile, even when two callers try at once;
 *   <li>no two contacts of a contact group have one UID: one that is made, changed or moved gives up a UID (see {@link ForeignCard}) that another contact of the group has, or that is the
 *       {@code urn:uuid} of another contact, wherever that is;
 *   <li>a change is seen by the next call at once, on every node;
 *   <li>where a contact is a member of groups, its memberships follow its preferred address and its name, and end with it (see {@link ContactMemberships}), in the same transaction;
 *   <li>each change of a contact raises its version; a call that changes nothing raises nothing.
 * </ul>
 *
 * <p>Thread-safe. Every method throws {@link org.mailgroups.value.StoreUnavailableException} where the store cannot answer, and
 * {@link org.mailgroups.value.NotFoundException} for a contact group or contact that does not exist, unless it returns an {@code Optional}.
 */
public interface ContactRepository {
    /**
     * Makes an empty contact group.
     *
     * @param domain in lower case, A-labels; that it is one of the server's is the caller's question
     * @throws ContactClashException if the domain has one of this name
     */
    ContactGroup createGroup(String domain, ContactGroupName name);

    Optional<ContactGroup> findGroup(UUID id);

    /**
     * Contact groups by domain and name; the next page begins after the last one's {@link FoundContactGroup#position()}.
     *
     * @param domain in lower case, A-labels; empty for all
     */
    Page<FoundContactGroup> groups(Optional<String> domain, PageRequest page);

    /**
     * Gives a contact group another name.
     *
     * @throws org.mailgroups.value.StaleVersionException if it has another version
     * @throws ContactClashException if another one of the domain has the name
     */
    ContactGroup renameGroup(UUID id, ContactGroupName name, OptionalLong expectedVersion);

    /**
     * Deletes a contact group.
     *
     * @return the contacts that were deleted with it, in the order of {@link #list}; none unless the fate is {@link ContactsFate.Delete}
     * @throws org.mailgroups.value.StaleVersionException if it has another version
     * @throws ContactClashException if it has contacts and the fate is {@link ContactsFate.Refuse}
     * @throws org.mailgroups.value.InvalidValueException if they are to go to the group itself, or to one of another domain
     */
    List<DeletedContact> deleteGroup(UUID id, ContactsFate fate, OptionalLong expectedVersion);

    /**
     * Makes a contact.
     *
     * @throws ContactClashException if a contact of the domain, or a user's profile, has the identifier
     */
    Contact create(UUID contactGroup, NewContact contact);

    Optional<Contact> find(UUID id);

    /** Those of the given contacts that exist. */
    Map<UUID, Contact> findAll(Collection<UUID> ids);

    /** The contacts of a group by name, without regard to case and accents, then by id; the next page begins after the last one's {@link FoundContact#position()}. */
    Page<FoundContact> list(UUID contactGroup, PageRequest page);

    /**
     * Contacts in which every word of a text is found, in order of relevance: the text is the whole identifier, an address or the name; the name begins with it; each word begins a word
     * of the name; each word begins some word; each word is in it anywhere. Looked at are name, addresses, company and, unless {@link ContactFilter#sharedOnly()}, identifier, without regard to case and accents. Within one
     * relevance, and where the text is empty, by name, then by id.
     *
     * <p>The next page begins after the last one's {@link FoundContact#position()}. A filter by a contact group that does not exist finds nothing.
     */
    Page<FoundContact> search(ContactFilter filter, PageRequest page);

    /** The same contacts, those that have an address, by their preferred address; the page's key is its {@link Address#key()}, and of several contacts with one such address the first by id is there. */
    Page<Contact> searchByAddress(ContactFilter filter, PageRequest page);

    /**
     * Changes a contact. Its card stays as it is.
     *
     * @throws org.mailgroups.value.StaleVersionException if it has another version
     * @throws ContactClashException if another contact of the domain, or a user's profile, has the identifier, or if it would have no address any more and is a member of groups
     * @throws org.mailgroups.value.CyclicMembershipException if its new preferred address is that of a group which contains a group it is a member of
     */
    Contact update(UUID id, ContactDetails details, OptionalLong expectedVersion);

    /**
     * Deletes contacts, all or none.
     *
     * @return them, each once, in the order given
     * @throws org.mailgroups.value.NotFoundException naming the first that does not exist
     * @throws org.mailgroups.value.StaleVersionException if one has another version than the expected, which is given for a single one only
     */
    List<DeletedContact> delete(Collection<UUID> ids, OptionalLong expectedVersion);

    /**
     * Moves contacts into another contact group of their domain, all or none.
     *
     * @throws org.mailgroups.value.InvalidValueException if one is of another domain
     */
    void move(Collection<UUID> ids, UUID contactGroup);

    /**
     * Makes and changes contacts of one group, all or none. An identifier may go from one of them to another.
     *
     * @throws org.mailgroups.value.NotFoundException if one that is to be changed is not in this group any more
     * @throws ContactClashException as {@link #update}
     * @throws org.mailgroups.value.CyclicMembershipException as {@link #update}
     */
    void saveAll(UUID contactGroup, List<ContactSave> contacts);

    /**
     * The contacts of a domain that have one of the given identifiers, by the identifier as it was given.
     *
     * @param identifiers regardless of case
     */
    Map<String, Contact> findByIdentifiers(String domain, Collection<String> identifiers);

    /** The contacts of a group whose card has one of the given UIDs, by the UID. */
    Map<String, Contact> findByUids(UUID contactGroup, Collection<String> uids);

    /** The contacts of a group whose preferred address is one of the given ones. */
    List<Contact> findByPreferred(UUID contactGroup, Collection<Address> addresses);

    /** The contacts of a group that have one of the given names, without regard to case and accents, and neither an identifier nor an address. */
    List<Contact> findByNameAlone(UUID contactGroup, Collection<String> names);
}
