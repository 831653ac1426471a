// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.leaving;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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
import org.mailgroups.value.StoreUnavailableException;

/**
 * The links by which members leave a group. A link holds as long as the membership: it is worth nothing if the group is
 * disbanded, or if the person is no member any more, also because of another address. A group may have got another
 * address.
 *
 * <p>Thread-safe. Methods throw {@link StoreUnavailableException} if something cannot be known
 * now.
 */
public final class LeaveLinks {
    private static final int MAX_NOBODYS = 1000;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Tokens tokens;
    private final GroupDirectory directory;
    private final NestedGroups nested;
    private final GroupLookup lookup;
    private final Semaphore walking = new Semaphore(1);

    /** Tokens that are nobody's any more, with the version of the look-up at which they were not. */
    private final Cache<Token, Long> nobodys =
            Caffeine.newBuilder().maximumSize(MAX_NOBODYS).build();

    @Inject
    public LeaveLinks(Tokens tokens, GroupDirectory directory, GroupLookup lookup) {
        this.tokens = tokens;
        this.directory = directory;
        this.lookup = lookup;
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
     * nested groups. With a million members this takes about a second, so nobody is asked it without a good token, one
     * is looked for at a time, and it is remembered that a token is nobody's.
     *
     * @throws StoreUnavailableException also if others are being looked for
     */
    public Optional<Principal.Bearer> bearer(String token) {
        return tokens.read(Purpose.LEAVE, token).flatMap(read -> directory
                .group(read.object())
                .flatMap(group -> person(read, group))
                .map(person -> new Principal.Bearer(person, Act.LEAVE, Thing.group(read.object()))));
    }

    private Optional<Address> person(Token token, GroupEntry group) {
        // Read before the walk: what changes during it is looked at anew the next time.
        long version = lookup.version();
        if (isNobodys(token, version)) {
            return Optional.empty();
        }
        boolean isMine = false;
        try {
            isMine = walking.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (!isMine) {
                throw new StoreUnavailableException("too many people are about to leave: try again soon", null);
            }
            // Somebody may have walked in vain for the same token meanwhile.
            Optional<Address> person = isNobodys(token, version) ? Optional.empty() : walk(token, group);
            if (person.isEmpty()) {
                nobodys.put(token, version);
            }
            return person;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("the server is about to stop", e);
        } finally {
            if (isMine) {
                walking.release();
            }
        }
    }

    private boolean isNobodys(Token token, long version) {
        return Long.valueOf(version).equals(nobodys.getIfPresent(token));
    }

    private Optional<Address> walk(Token token, GroupEntry group) {
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
