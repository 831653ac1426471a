// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.mailgroups.distribution.Submission.Stage;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.Moderation;
import org.mailgroups.group.Senders;
import org.mailgroups.group.setting.SpamPolicy;
import org.mailgroups.moderation.HeldMessageLimit;
import org.mailgroups.value.Address;

/**
 * Decides about a message to a group: a list of questions in a fixed order. The first question that has an answer
 * decides; without an answer the group takes the message. RCPT, DATA, the spool and {@code explain} all ask this list,
 * so they agree.
 *
 * <p>Rights rest on who authenticated, or on what SPF or DKIM has verified; MAIL FROM and From give none. A policy that
 * cannot be read is closed.
 */
public final class PostingPolicy {
    private static final Decision ACCEPT = new Decision.Accept();

    private static final Set<Stage> EVERYWHERE = Set.of(Stage.values());
    private static final Set<Stage> IN_SPOOL = Set.of(Stage.SPOOL);

    /** The questions in their order, and the stages that can answer them. */
    private static final List<Question> QUESTIONS = List.of(
            new Question(EVERYWHERE, PostingPolicy::loop),
            new Question(IN_SPOOL, PostingPolicy::approval),
            new Question(EVERYWHERE, PostingPolicy::automatic),
            new Question(EVERYWHERE, PostingPolicy::size),
            new Question(EVERYWHERE, PostingPolicy::author),
            new Question(IN_SPOOL, PostingPolicy::refusedSpam),
            new Question(EVERYWHERE, PostingPolicy::policy),
            new Question(IN_SPOOL, PostingPolicy::heldSpam),
            new Question(IN_SPOOL, PostingPolicy::storm));

    private record Question(Set<Stage> stages, Function<Submission, Optional<Decision>> answer) {}

    private PostingPolicy() {}

    /** Decides about one message to one group, as far as its stage can. */
    public static Decision decide(Submission submission) {
        return QUESTIONS.stream()
                .filter(question -> question.stages().contains(submission.stage()))
                .flatMap(question -> question.answer().apply(submission).stream())
                .findFirst()
                .orElse(ACCEPT);
    }

    /**
     * Decides about a message while its sender waits for the answer. A message that may go on is refused as well if it
     * could not be sent now, or would have to wait and cannot.
     *
     * @param expansion the refusal of a group that cannot be expanded; asked only if the message may go on
     * @throws org.mailgroups.value.StoreUnavailableException if that cannot be known now
     */
    public static Decision decideNow(
            Submission submission, Supplier<Optional<Decision.Refuse>> expansion, HeldMessageLimit limit) {
        Decision decision = decide(submission);
        if (decision instanceof Decision.Refuse) {
            return decision;
        }
        Optional<Decision.Refuse> refusal = expansion.get();
        if (refusal.isPresent()) {
            return refusal.get();
        }
        return decision instanceof Decision.Hold
                        && limit.isReached(submission.group().id())
                ? new Decision.Refuse(Decision.Cause.QUEUE_FULL, HeldMessageLimit.REASON)
                : decision;
    }

    private static Optional<Decision> loop(Submission submission) {
        return submission.circles()
                ? refuse(
                        Decision.Cause.LOOP,
                        "The message goes in circles: it has been through this group, or through too many servers")
                : Optional.empty();
    }

    private static Optional<Decision> approval(Submission submission) {
        return submission.approved() ? Optional.of(ACCEPT) : Optional.empty();
    }

    /** No group takes a report or an automatic reply, whatever its policy (RFC 3834 2). */
    private static Optional<Decision> automatic(Submission submission) {
        return submission.automatic()
                ? refuse("A group takes no delivery reports and no automatic replies")
                : Optional.empty();
    }

    private static Optional<Decision> size(Submission submission) {
        OptionalLong limit = submission.group().settings().maxMessageBytes();
        return limit.isPresent() && submission.bytes() > limit.getAsLong()
                ? refuse(
                        Decision.Cause.TOO_LARGE,
                        "This group takes messages of at most " + limit.getAsLong() + " bytes")
                : Optional.empty();
    }

    private static Optional<Decision> author(Submission submission) {
        if (submission.group().settings().senders() == Senders.UNREADABLE) {
            return refuse("Nobody can write to this group until its administrators have set who may");
        }
        return submission
                .author()
                .foreignAddress()
                .flatMap(foreign -> refuse(
                        submission.author().isAuthenticated()
                                ? "You are not " + foreign + ": write to this group as yourself"
                                : "Log in to write to this group as " + foreign));
    }

    private static Optional<Decision> refusedSpam(Submission submission) {
        return submission.spam() && submission.group().settings().spam() == SpamPolicy.REFUSE
                ? refuse("The filter of this server takes the message for spam, and this group takes none")
                : Optional.empty();
    }

    private static Optional<Decision> heldSpam(Submission submission) {
        return submission.spam() && submission.group().settings().spam() == SpamPolicy.HOLD
                ? Optional.of(new Decision.Hold("The filter of this server takes the message for spam"))
                : Optional.empty();
    }

    private static Optional<Decision> policy(Submission submission) {
        GroupSettings settings = submission.group().settings();
        if (settings.moderation() == Moderation.EVERYONE) {
            return Optional.of(new Decision.Hold("Every message to this group waits for an administrator"));
        }
        if (isAllowed(submission.group(), submission.author()) || submission.mayBeProven()) {
            return Optional.empty();
        }
        String reason = whoMay(settings.senders());
        return settings.moderation() == Moderation.OUTSIDERS ? Optional.of(new Decision.Hold(reason)) : refuse(reason);
    }

    /** The guard counts a message as it answers. The question stands last, so a message turned away is not counted. */
    private static Optional<Decision> storm(Submission submission) {
        return Optional.of(submission.storm().get());
    }

    private static Optional<Decision> refuse(String reason) {
        return refuse(Decision.Cause.NOT_ALLOWED, reason);
    }

    private static Optional<Decision> refuse(Decision.Cause cause, String reason) {
        return Optional.of(new Decision.Refuse(cause, reason));
    }

    private static boolean isAllowed(GroupEntry group, Author author) {
        return switch (group.settings().senders()) {
                    case ANYONE -> true;
                    case INTERNAL -> author.isAuthenticated();
                    case MEMBERS -> author.member();
                    case ADMINISTRATORS -> group.administrators().stream().anyMatch(author.identities()::contains);
                    case LISTED, UNREADABLE -> false;
                }
                || isListed(group.settings(), author);
    }

    private static boolean isListed(GroupSettings settings, Author author) {
        Stream<Address> addresses = Stream.concat(author.identities().stream(), author.proven().stream());
        return addresses.anyMatch(
                address -> settings.allowedSenders().stream().anyMatch(allowed -> allowed.matches(address)));
    }

    private static String whoMay(Senders senders) {
        return switch (senders) {
            case INTERNAL -> "Only authenticated users of this server may write to this group";
            case MEMBERS -> "Only authenticated members may write to this group";
            case ADMINISTRATORS -> "Only authenticated administrators may write to this group";
            case LISTED -> "Only listed senders may write to this group";
            case ANYONE, UNREADABLE -> "You may not write to this group";
        };
    }
}
