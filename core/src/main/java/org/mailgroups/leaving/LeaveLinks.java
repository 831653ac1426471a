// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.leaving;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.inject.Inject;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.GroupLookup;
import org.mailgroups.group.NestedGroups;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Thing;
import org.mailgroups.token.Purpose;
import org.mailgroups.token.Token;
import org.mailgroups.token.Tokens;
import org.mailgroups.value.Address;

/**
 * The links by which members leave a group. A link holds as long as the membership: it is worth nothing if the group is
 * disbanded, or if the person is no member any more, also because of another address. A group may have got another
 * address.
 *
 * <p>Thread-safe. Methods throw {@link org.mailgroups.value.StoreUnavailableException} if something cannot be known
 * now.
 */
public final class LeaveLinks {
    private final Tokens tokens;
    private final GroupDirectory directory;
    private final NestedGroups nested;

    @Inject
    public LeaveLinks(Tokens tokens, GroupDirectory directory, GroupLookup lookup) {
        this.tokens = tokens;
        this.directory = directory;
        this.nested = new NestedGroups(directory, lookup);
    }

    /** Returns the token of the link for a member. */
    public String token(GroupEntry group, Address member) {
        return tokens.make(Purpose.LEAVE, member, group.id());
    }

    /** Returns the group that a token is about; empty if it is none of ours, or there is no such group any more. */
    public Optional<GroupEntry> group(String token) {
        return tokens.read(Purpose.LEAVE, token).map(Token::object).flatMap(directory::group);
    }

    /**
     * Returns in whose name the holder of a token leaves; empty also if the person is no member, directly or through
     * nested groups. With a million members this takes about a second, so nobody is asked it without a good token.
     */
    public Optional<Principal.Bearer> bearer(String token) {
        return tokens.read(Purpose.LEAVE, token).flatMap(read -> directory
                .group(read.object())
                .flatMap(group -> person(read, group))
                .map(person -> new Principal.Bearer(person, Act.LEAVE, Thing.group(read.object()))));
    }

    private Optional<Address> person(Token token, GroupEntry group) {
        AtomicReference<Address> found = new AtomicReference<>();
        nested.anyMembers(group, members -> {
            personAmong(token, members).ifPresent(found::set);
            return found.get() != null;
        });
        return Optional.ofNullable(found.get());
    }

    private Optional<Address> personAmong(Token token, List<Address> members) {
        return members.stream().filter(member -> tokens.isFor(token, member)).findFirst();
    }
}
