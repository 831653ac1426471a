// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.confirmation;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import javax.inject.Inject;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.GroupLookup;
import org.mailgroups.group.Membership;
import org.mailgroups.group.setting.Join;
import org.mailgroups.leaving.LeaveLinks;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Thing;
import org.mailgroups.token.Purpose;
import org.mailgroups.token.Tokens;
import org.mailgroups.value.Address;

/**
 * Asks people who are no users of this server to confirm what a mail in their name wants. Such a mail proves nothing,
 * so nobody hears more than one question of it, and only if the answer could change something. The answer has a token,
 * which nobody has who does not read the mail of that address.
 *
 * <p>Thread-safe. Methods throw {@link org.mailgroups.value.StoreUnavailableException} if something cannot be known
 * now.
 */
public final class Confirmations {
    /** The time that all limits are for. Each wish has its own. */
    public static final Duration INTERVAL = Duration.ofHours(24);

    /** How long a token to join is good. */
    public static final Duration LIFE = Duration.ofDays(7);

    /** An address in whose name somebody writes to many groups hears of few of them. */
    static final int MAX_OF_ONE_ADDRESS = 3;

    static final int MAX_OF_ONE_GROUP = 100;
    static final int MAX_OF_ALL = 1_000;

    private final ConfirmationRepository sent;
    private final GroupDirectory directory;
    private final GroupLookup lookup;
    private final Membership membership;
    private final LeaveLinks leaveLinks;
    private final Tokens tokens;
    private final Clock clock;

    @Inject
    public Confirmations(
            ConfirmationRepository sent,
            GroupDirectory directory,
            GroupLookup lookup,
            Membership membership,
            LeaveLinks leaveLinks,
            Tokens tokens,
            Clock clock) {
        this.sent = sent;
        this.directory = directory;
        this.lookup = lookup;
        this.membership = membership;
        this.leaveLinks = leaveLinks;
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * A question that may be sent now.
     *
     * @param token says for whom and for what the answer is
     */
    public record Question(long id, String token) {}

    /**
     * Returns the question for a person. It is empty if there is nothing to confirm, or if there have been too many
     * questions: then nothing must be sent. Nobody is told which.
     */
    public Optional<Question> ask(GroupEntry group, Address person, Wish wish) {
        ConfirmationRepository.Bounds bounds = new ConfirmationRepository.Bounds(
                clock.instant().minus(INTERVAL), 1, MAX_OF_ONE_ADDRESS, MAX_OF_ONE_GROUP, MAX_OF_ALL);
        if (!sent.mayAsk(group.id(), person, wish, bounds) || !canChangeSomething(group, person, wish)) {
            return Optional.empty();
        }
        OptionalLong id = sent.ask(group.id(), person, wish, bounds);
        return id.isEmpty()
                ? Optional.empty()
                : Optional.of(new Question(
                        id.getAsLong(),
                        wish == Wish.LEAVE
                                ? leaveLinks.token(group, person)
                                : tokens.make(Purpose.JOIN, person, id.getAsLong())));
    }

    private boolean canChangeSomething(GroupEntry group, Address person, Wish wish) {
        // Whoever has left a group that a nested one still puts the person into may come back.
        boolean isMember = membership.contains(group, Set.of(person))
                && !lookup.excluded(group).contains(person);
        return wish == Wish.LEAVE ? isMember : !isMember && group.settings().join() != Join.CLOSED;
    }

    /** Takes back a question that could not be sent. */
    public void takeBack(Question question) {
        sent.takeBack(question.id());
    }

    /** Returns the group that a token lets a person join; empty if it is none of ours or too old, or there is none. */
    public Optional<GroupEntry> group(String token) {
        return confirmed(token).flatMap(confirmation -> directory.group(confirmation.groupId()));
    }

    /** Returns in whose name the holder of a token joins. */
    public Optional<Principal.Bearer> bearer(String token) {
        return confirmed(token)
                .map(confirmation ->
                        new Principal.Bearer(confirmation.person(), Act.JOIN, Thing.group(confirmation.groupId())));
    }

    private Optional<Confirmation> confirmed(String token) {
        return tokens.read(Purpose.JOIN, token)
                .flatMap(read ->
                        sent.find(read.object()).filter(confirmation -> tokens.isFor(read, confirmation.person())))
                .filter(confirmation -> confirmation.sentAt().plus(LIFE).isAfter(clock.instant()));
    }

    /** Forgets the questions that no token is good for any more. */
    public void forget() {
        sent.forget(clock.instant().minus(LIFE));
    }
}
