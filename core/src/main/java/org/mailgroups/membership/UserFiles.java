// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.membership;

import com.google.common.collect.Iterators;
import com.google.common.collect.Streams;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.audit.Export;
import org.mailgroups.contact.Contact;
import org.mailgroups.csv.CsvCell;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.Member;
import org.mailgroups.group.right.GroupRights;
import org.mailgroups.profile.Profile;
import org.mailgroups.profile.ProfileRepository;
import org.mailgroups.profile.SharedIdentifier;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Rights;
import org.mailgroups.value.Address;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.Page;

/**
 * The CSV files of users: two templates to be filled in and imported, and the members of a group. All have the columns
 * of an import of members.
 *
 * <p>The identifier is that of the user's profile. Without one it is that of the contact that the member is, and else
 * the address. The name is that of the membership, else of the profile. A page of users is in memory at a time.
 * Thread-safe.
 */
public final class UserFiles {
    private static final String HEADER = MemberRow.COLUMNS.header();
    private static final int BATCH = 1000;
    private static final String USERS = "users";

    private final GroupRepository groups;
    private final ProfileRepository profiles;
    private final LocalAddresses localAddresses;
    private final GroupRights rights;
    private final MemberContacts contacts;
    private final AuditTrail audit;

    @Inject
    public UserFiles(
            GroupRepository groups,
            ProfileRepository profiles,
            LocalAddresses localAddresses,
            GroupRights rights,
            MemberContacts contacts,
            AuditTrail audit) {
        this.groups = groups;
        this.profiles = profiles;
        this.localAddresses = localAddresses;
        this.rights = rights;
        this.contacts = contacts;
        this.audit = audit;
    }

    /** Returns the empty template. */
    public Stream<String> example() {
        return Stream.of(HEADER);
    }

    /**
     * Returns the template filled with users who could be imported, in the order in which the mail server has them.
     * Only a postmaster gets users of other domains than the group's. The stream is to be closed.
     *
     * @param inNoGroup only users who are in no group at all, instead of all who are not in this one
     * @throws org.mailgroups.value.NotFoundException if there is no such group
     */
    public Stream<String> available(Principal principal, Address group, boolean inNoGroup) {
        rights.require(principal, Act.CHANGE_MEMBERS, group);
        Address existing = groups.get(group).address();
        Function<List<Address>, Set<Address>> excluded =
                users -> inNoGroup ? groups.inAnyGroup(users) : groups.membersAmong(existing, users);
        Export export = audit.export(principal, "available-users-exported", "group", existing);
        Optional<String> domain = CandidateService.usersOf(principal, existing);
        Stream<Address> users = localAddresses
                .users()
                .filter(user -> domain.isEmpty() || user.domain().equals(domain.get()));
        Stream<String> lines = Streams.stream(Iterators.partition(users.iterator(), BATCH))
                .map(batch -> lines(principal, existing, export.counted(USERS, without(excluded.apply(batch), batch))));
        return export.of(Stream.concat(Stream.of(HEADER), lines).onClose(users::close));
    }

    private static List<Address> without(Set<Address> excluded, List<Address> users) {
        return users.stream().filter(user -> !excluded.contains(user)).toList();
    }

    private String lines(Principal principal, Address group, List<Address> wanted) {
        Map<Address, Profile> known = profiles.findAll(wanted);
        Set<String> shared = shared(profiles, group.domain(), known, Map.of());
        return wanted.stream()
                .map(user -> line(
                        user,
                        known.containsKey(user) ? known.get(user).name() : "",
                        Rights.may(principal, Act.SEE_IDENTIFIERS) ? identifier(known.get(user), shared) : ""))
                .collect(Collectors.joining());
    }

    /** Returns identifiers that would name nobody, since several have them. They are not written. */
    static Set<String> shared(
            ProfileRepository profiles, String domain, Map<Address, Profile> profileOf, Map<?, Contact> contactOf) {
        List<String> identifiers = Stream.concat(
                        profileOf.values().stream().flatMap(profile -> profile.identifier().stream()),
                        contactOf.values().stream().flatMap(contact -> contact.details().identifier().stream()))
                .toList();
        return SharedIdentifier.in(domain, profiles.sharedIdentifiers(identifiers))
                .keySet();
    }

    /**
     * Returns the direct members of a group by address, users and others. An import that replaces would remove
     * a member that is left out here. Identifiers are written for a postmaster only. The name of an unshared contact is
     * not told to anybody else either.
     *
     * @throws org.mailgroups.value.NotFoundException if there is no such group
     * @throws org.mailgroups.value.NotAllowedException if the principal may not list the members
     */
    public Stream<String> members(Principal principal, Address group) {
        rights.requireMemberList(principal, group);
        Group existing = groups.get(group);
        Export export = audit.export(principal, "members-exported", "group", existing.address());
        Stream<String> lines = Page.all(page -> groups.members(existing.id(), page))
                .map(members -> lines(principal, existing, export.counted("members", members)));
        return export.of(Stream.concat(Stream.of(HEADER), lines));
    }

    private String lines(Principal principal, Group group, List<Member> members) {
        List<Address> addresses = members.stream().map(Member::address).toList();
        Map<Address, Profile> profileOf = profiles.findAll(addresses);
        Map<Address, Contact> contactOf = contacts.of(group.id(), addresses);
        Set<String> shared = shared(profiles, group.address().domain(), profileOf, contactOf);
        return members.stream()
                .map(member -> line(
                        principal, member, profileOf.get(member.address()), contactOf.get(member.address()), shared))
                .collect(Collectors.joining());
    }

    private static String line(
            Principal principal, Member member, Profile profile, Contact contact, Set<String> shared) {
        boolean isNameSeen =
                contact == null || contact.details().shared() || Rights.may(principal, Act.SEE_UNSHARED_CONTACTS);
        String identifier = Rights.may(principal, Act.SEE_IDENTIFIERS)
                ? identifier(member.address(), profile, contact, shared)
                : member.address().toString();
        return MemberRow.COLUMNS.line(new MemberRow(identifier, isNameSeen ? member.knownAs() : ""));
    }

    /**
     * Returns how a postmaster's export names a member.
     *
     * @param profile null if there is none
     * @param contact null if the member is none
     * @param shared identifiers that are not written
     */
    static String identifier(Address member, Profile profile, Contact contact, Set<String> shared) {
        return CsvCell.orBefore(
                identifier(profile, shared), CsvCell.orBefore(identifier(contact, shared), member.toString()));
    }

    private static String identifier(Profile profile, Set<String> shared) {
        return profile == null || shared.contains(profile.idNumber()) ? "" : profile.idNumber();
    }

    private static String identifier(Contact contact, Set<String> shared) {
        return contact == null || shared.contains(contact.details().idNumber())
                ? ""
                : contact.details().idNumber();
    }

    private static String line(Address user, String name, String identifier) {
        return MemberRow.COLUMNS.line(new MemberRow(identifier.isEmpty() ? user.toString() : identifier, name));
    }
}
