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
 * The port to the store of contacts. It guarantees, whatever the database:
 *
 * <ul>
 *   <li>every method is one transaction: it happens as a whole or not at all;
 *   <li>no two contact groups of a domain have the same name, even if two callers try at once;
 *   <li>no two contacts of a domain have the same identifier, nor do a contact and a user's profile, even if two
 *       callers try at once;
 *   <li>no two contacts of a contact group have the same UID (see {@link ForeignCard}): a contact that is created,
 *       changed or moved loses a UID that another contact of the group has, or that is the {@code urn:uuid} of any
 *       other contact;
 *   <li>the next call on every node sees a change;
 *   <li>the memberships of a contact follow its preferred address and its name, and end with it, in the same
 *       transaction (see {@link ContactMemberships});
 *   <li>each change of a contact raises its version; a call that changes nothing does not.
 * </ul>
 *
 * <p>Thread-safe. Every method throws {@link org.mailgroups.value.StoreUnavailableException} if the store cannot
 * answer, and {@link org.mailgroups.value.NotFoundException} for a contact group or contact that does not exist, unless
 * it returns an {@code Optional}.
 */
public interface ContactRepository {
    /**
     * Creates an empty contact group.
     *
     * @param domain in lower case, in A-labels; the caller checks that it is a domain of the server
     * @throws ContactClashException if the domain has a contact group of this name
     */
    ContactGroup createGroup(String domain, ContactGroupName name);

    Optional<ContactGroup> findGroup(UUID id);

    /**
     * Returns contact groups by domain and name. The page's key is {@link FoundContactGroup#position()}.
     *
     * @param domain in lower case, in A-labels; empty for all
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
     * @return the contacts that were deleted with it, in the order of {@link #list}; there are some only if the fate is
     *     {@link ContactsFate.Delete}
     * @throws org.mailgroups.value.StaleVersionException if it has another version
     * @throws ContactClashException if it has contacts and the fate is {@link ContactsFate.Refuse}
     * @throws org.mailgroups.value.InvalidValueException if they are to go to the group itself, or to one of another
     *     domain
     */
    List<DeletedContact> deleteGroup(UUID id, ContactsFate fate, OptionalLong expectedVersion);

    /**
     * Creates a contact.
     *
     * @throws ContactClashException if a contact of the domain, or a user's profile, has the identifier
     */
    Contact create(UUID contactGroup, NewContact contact);

    Optional<Contact> find(UUID id);

    /** Returns those of the given contacts that exist, by id. */
    Map<UUID, Contact> findAll(Collection<UUID> ids);

    /** The most contacts whose cards are read at once: each may be long. */
    int CARDS_AT_ONCE = 20;

    /**
     * Returns what is kept of the vCards of contacts, by the id of the contact, for those that exist.
     *
     * @param ids at most {@value #CARDS_AT_ONCE}
     */
    Map<UUID, ForeignCard> cards(Collection<UUID> ids);

    /**
     * Returns the contacts of a contact group by name, without regard to case and accents, then by id. The page's key
     * is {@link FoundContact#position()}.
     */
    Page<FoundContact> list(UUID contactGroup, PageRequest page);

    /**
     * Returns the contacts in which every word of the text is found, in order of relevance:
     *
     * <ol>
     *   <li>the text is the whole identifier, an address or the name;
     *   <li>the name begins with the text;
     *   <li>each word begins a word of the name;
     *   <li>each word begins some word;
     *   <li>each word is anywhere.
     * </ol>
     *
     * <p>The text is compared with name, addresses and company, and also with the identifier unless
     * {@link ContactFilter#sharedOnly()}, without regard to case and accents. Contacts of one relevance come by name,
     * then by id. So do all if the text is empty.
     *
     * <p>The page's key is {@link FoundContact#position()}. A contact group that does not exist has no contacts.
     */
    Page<FoundContact> search(ContactFilter filter, PageRequest page);

    /**
     * Returns the contacts that {@link #search} finds and that have an address, by their preferred address. The page's
     * key is its {@link Address#key()}. Of several contacts with one preferred address the first by id is there.
     */
    Page<Contact> searchByAddress(ContactFilter filter, PageRequest page);

    /**
     * Changes a contact. Its card stays as it is.
     *
     * @throws org.mailgroups.value.StaleVersionException if it has another version
     * @throws ContactClashException if another contact of the domain, or a user's profile, has the identifier; or if it
     *     would have no address any more and is a member of groups
     * @throws org.mailgroups.value.CyclicMembershipException if its new preferred address is that of a group that would
     *     become a member of itself
     */
    Contact update(UUID id, ContactDetails details, OptionalLong expectedVersion);

    /**
     * Deletes contacts, all or none.
     *
     * @return the contacts, each once, in the order given
     * @throws org.mailgroups.value.NotFoundException naming the first that does not exist
     * @throws org.mailgroups.value.StaleVersionException if one has another version; a version is expected of a single
     *     contact only
     */
    List<DeletedContact> delete(Collection<UUID> ids, OptionalLong expectedVersion);

    /**
     * Moves contacts into another contact group of their domain, all or none.
     *
     * @throws org.mailgroups.value.InvalidValueException if one is of another domain
     */
    void move(Collection<UUID> ids, UUID contactGroup);

    /**
     * Creates and changes contacts of one contact group, all or none. An identifier may go from one of them to another.
     *
     * @throws org.mailgroups.value.NotFoundException if one that is to be changed is not in this contact group any more
     * @throws ContactClashException as {@link #update}
     * @throws org.mailgroups.value.CyclicMembershipException as {@link #update}
     */
    void saveAll(UUID contactGroup, List<ContactSave> contacts);

    /**
     * Returns the contacts of a domain that have one of the given identifiers, by the identifier as it was given.
     *
     * @param identifiers compared without case
     */
    Map<String, Contact> findByIdentifiers(String domain, Collection<String> identifiers);

    /** Returns the contacts of a contact group that have one of the given UIDs in their card, by the UID. */
    Map<String, Contact> findByUids(UUID contactGroup, Collection<String> uids);

    /** Returns the contacts of a contact group that have one of the given addresses as preferred address. */
    List<Contact> findByPreferred(UUID contactGroup, Collection<Address> addresses);

    /**
     * Returns the contacts of a contact group that have one of the given names, without regard to case and accents, but
     * neither an identifier nor an address.
     */
    List<Contact> findByNameAlone(UUID contactGroup, Collection<String> names);
}
