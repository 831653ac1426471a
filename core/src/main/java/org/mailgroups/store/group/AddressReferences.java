// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.group;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.mailgroups.profile.Profile;
import org.mailgroups.store.apppassword.AppPasswordTable;
import org.mailgroups.store.directory.OwnContactTable;
import org.mailgroups.store.member.BounceTable;
import org.mailgroups.store.member.ContactLinkTable;
import org.mailgroups.store.member.DeliveryTable;
import org.mailgroups.store.member.ExclusionTable;
import org.mailgroups.store.member.MemberTable;
import org.mailgroups.store.member.SuspensionTable;
import org.mailgroups.store.profile.ProfileTable;
import org.mailgroups.store.sql.WriteTransaction;
import org.mailgroups.value.Address;

/**
 * Everything in the store that means somebody, or a group, by an address: members, exclusions, choices, administrators,
 * allowed senders, the creators of groups, the profile, app passwords, requests to join, and the authors of held
 * messages, who are to be told.
 * All of it follows to a new address, and goes when the address is given up: its next owner has no right from it. Only
 * failures and suspensions go with the old address, too: they say that no mail arrives there. So do questions to
 * strangers, and what a program of its owner has of the address book.
 *
 * <p>What says how something was stays as it was: who sent a held message, who decided, who imported. So do contacts,
 * whose addresses are data of their own. A test walks through all columns, so that a new one is thought of here.
 */
final class AddressReferences {
    private final WriteTransaction transaction;
    private final Handle handle;
    private final AdministratorTable administrators;
    private final AllowedSenderTable allowedSenders;
    private final MemberTable members;
    private final ContactLinkTable contacts;
    private final ExclusionTable exclusions;
    private final BounceTable bounces;
    private final SuspensionTable suspensions;
    private final ProfileTable profiles;
    private final AppPasswordTable appPasswords;
    private final GroupTable groups;
    private final OwnContactTable ownContacts;
    private final JoinRequestTable requests;
    private final ConfirmationTable confirmations;
    private final DeliveryTable choices;

    AddressReferences(WriteTransaction transaction) {
        this.transaction = transaction;
        this.handle = transaction.handle();
        this.administrators = new AdministratorTable(handle);
        this.allowedSenders = new AllowedSenderTable(handle);
        this.members = new MemberTable(handle);
        this.contacts = new ContactLinkTable(handle);
        this.exclusions = new ExclusionTable(handle);
        this.bounces = new BounceTable(handle);
        this.suspensions = new SuspensionTable(handle);
        this.profiles = new ProfileTable(handle);
        this.appPasswords = new AppPasswordTable(handle);
        this.groups = new GroupTable(handle);
        this.ownContacts = new OwnContactTable(handle);
        this.requests = new JoinRequestTable(handle);
        this.confirmations = new ConfirmationTable(handle);
        this.choices = new DeliveryTable(handle);
    }

    /** Removes an address from everything. Whether a group would have no administrator left was asked before. */
    void forget(Address address) {
        forgetGroup(address);
        transaction.changed(exclusions.groupsWith(address));
        exclusions.deleteEverywhere(address);
        transaction.changed(choices.groupsWith(address));
        choices.deleteEverywhere(address);
        forgetBounces(address);
        transaction.changedIf(ownContacts.delete(address));
        transaction.changed(administrators.administeredBy(address));
        administrators.remove(address);
        transaction.changedIf(groups.replaceCreator(address, ""));
        transaction.changedIf(profiles.delete(address));
        transaction.changedIf(appPasswords.deleteAll(address));
        transaction.changedIf(requests.deleteEverywhere(address) > 0);
        transaction.changedIf(confirmations.deleteEverywhere(address) > 0);
        transaction.changedIf(
                handle.execute("UPDATE mail_group_held SET author = NULL WHERE LOWER(author) = ?", address.key()) > 0);
    }

    private void forgetBounces(Address address) {
        transaction.changedIf(bounces.deleteEverywhere(address) > 0);
        transaction.changed(suspensions.groupsWith(address));
        suspensions.deleteEverywhere(address);
    }

    /** Removes an address from what may mean a group: a user who has it as well keeps the rest. */
    void forgetGroup(Address address) {
        List<Long> memberships = members.groupsWith(address);
        members.deleteEverywhere(address);
        contacts.deleteEverywhere(address);
        groups.addToMemberCount(memberships, -1);
        transaction.changed(memberships);
        transaction.changed(allowedSenders.remove(address));
    }

    /** Puts one address in the place of another. If the new one is there already, the old one just goes. */
    void replace(Address from, Address to) {
        replaceGroup(from, to);
        transaction.changed(exclusions.groupsWith(from));
        exclusions.replaceEverywhere(from, to);
        transaction.changed(choices.groupsWith(from));
        choices.replaceEverywhere(from, to);
        // What failed was the old address.
        forgetBounces(from);
        transaction.changedIf(ownContacts.delete(from));
        transaction.changed(administrators.administeredBy(from));
        administrators.replace(from, to);
        transaction.changedIf(groups.replaceCreator(from, to.key()));
        replaceProfile(from, to);
        transaction.changedIf(appPasswords.replace(from, to));
        transaction.changedIf(requests.replaceEverywhere(from, to));
        // A token is for the old address.
        transaction.changedIf(confirmations.deleteEverywhere(from) > 0);
        transaction.changedIf(handle.createUpdate("UPDATE mail_group_held SET author = :to WHERE LOWER(author) = :from")
                        .bind("to", to)
                        .bind("from", from.key())
                        .execute()
                > 0);
    }

    /**
     * Puts one address in the place of another in what may mean a group. Contacts that were members under the old
     * address still have it, so they are no members under the new one.
     */
    void replaceGroup(Address from, Address to) {
        transaction.changed(members.groupsWith(from));
        List<Long> shrunk = members.replaceEverywhere(from, to);
        contacts.deleteEverywhere(from);
        groups.addToMemberCount(shrunk, -1);
        transaction.changed(allowedSenders.allowing(from));
        allowedSenders.replace(from, to);
    }

    /** The new user's own profile stays, and takes the identifier if it has none. */
    private void replaceProfile(Address from, Address to) {
        Optional<ProfileTable.Row> old = profiles.row(from);
        if (old.isPresent()) {
            Profile before = old.get().profile();
            ProfileTable.Row kept =
                    profiles.row(to).orElse(new ProfileTable.Row(new Profile(to, before.name(), ""), ""));
            profiles.delete(from);
            profiles.delete(to);
            profiles.insert(
                    kept.identifierKey().isEmpty()
                            ? new ProfileTable.Row(
                                    new Profile(
                                            kept.profile().user(),
                                            kept.profile().name(),
                                            before.idNumber()),
                                    old.get().identifierKey())
                            : kept);
            transaction.changed();
        }
    }
}
