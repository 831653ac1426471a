// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.role;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.mailgroups.decision.DecisionLinks;
import org.mailgroups.decision.DecisionLinks.Linked;
import org.mailgroups.distribution.Author;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.james.author.Authors;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.message.AutomaticMail;
import org.mailgroups.james.message.BodyText;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.james.recipient.MailRecipient;
import org.mailgroups.james.role.AutomaticAnswers.Answer;
import org.mailgroups.james.role.AutomaticAnswers.Topic;
import org.mailgroups.right.Principal;
import org.mailgroups.value.NotAllowedException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.WrongStateException;

/**
 * Decides about things that wait for administrators who reply to a notice. The first line of the reply says what they
 * want: {@link Wish}. An administrator who has logged in decides in the own name. Anyone else decides in the name of
 * the administrator whom the token in the address was made for.
 *
 * <p>The one who has decided is told what has become of the thing, also if somebody else was earlier. The decision is
 * made before the answer is sent: if the reply comes again after a crash in between, the answer says that it was made
 * before. Thread-safe.
 *
 * @param <T> what is to be decided about
 */
abstract class DecisionMail<T> {
    private final DecisionLinks<T> links;
    private final AutomaticAnswers answers;

    DecisionMail(DecisionLinks<T> links, AutomaticAnswers answers) {
        this.links = links;
        this.answers = answers;
    }

    /** What has become of a reply. */
    enum Outcome {
        DECIDED,
        /** The thing was decided about before, or else it cannot be decided about in this way. */
        NOT_DECIDED,
        NOT_ALLOWED,
        NOT_UNDERSTOOD
    }

    /**
     * Returns the thing as it is now.
     *
     * @throws NotAllowedException if the principal may not decide about it
     */
    abstract T get(Principal principal, GroupEntry group, T subject);

    abstract boolean isWaiting(T subject);

    /** @throws WrongStateException if it was decided about in another way, or if this is not possible */
    abstract void decide(Principal principal, GroupEntry group, T subject, Wish wish);

    /** Returns what makes the thing another one than all others of its group, in the name of an answer. */
    abstract String key(T subject);

    /** Returns the lines of an answer that say what was decided. */
    abstract List<String> outcome(Outcome outcome, T now);

    /** Returns the lines of an answer that say what was to be decided about. */
    abstract List<String> facts(GroupEntry group, T subject);

    /** The outcome for a thing, and the thing as it is afterwards. */
    private record Result<T>(Outcome outcome, T now) {}

    /**
     * Decides, if the message is a reply of a person. Mail of machines and of lists changes nothing.
     *
     * @param recipient the address with the token
     * @param author the author, as the group knows him
     */
    final void decide(
            Mail mail, HeaderFields header, MailRecipient.OfRole recipient, Author author, MailetContext context)
            throws MessagingException {
        Optional<Linked<T>> linked = links.linked(recipient.role().detail());
        if (linked.isEmpty() || AutomaticMail.isNeverAnswered(header)) {
            return;
        }
        T subject = linked.get().subject();
        GroupEntry group = recipient.role().group();
        Optional<Principal> user = user(mail, author);
        Optional<Principal> administrator = Stream.concat(user.stream(), links.bearer(linked.get()).stream())
                .filter(one -> mayDecide(one, group, subject))
                .findFirst();
        Optional<Principal> told = administrator.or(() -> user);
        if (told.isEmpty()) {
            return;
        }
        Result<T> result = administrator.isPresent()
                ? read(administrator.get(), group, subject, mail)
                : new Result<>(Outcome.NOT_ALLOWED, subject);
        Optional<MailAddress> address = told.get().address().flatMap(MailAddresses::toMailAddress);
        if (address.isPresent()) {
            // The bearer of a link is told nothing of the reply, which may be anybody's.
            HeaderFields question = told.get() instanceof Principal.User ? header : HeaderFields.NONE;
            answers.send(mail, question, address.get(), group, answer(recipient, group, result), context);
        }
    }

    private static Optional<Principal> user(Mail mail, Author author) {
        return Authors.userOf(mail)
                .flatMap(MailAddresses::toAddress)
                .map(user -> new Principal.User(user, author.identities()));
    }

    private boolean mayDecide(Principal principal, GroupEntry group, T subject) {
        try {
            get(principal, group, subject);
            return true;
        } catch (NotAllowedException | NotFoundException e) {
            return false;
        }
    }

    /** Reads what a reply wants, and does it. */
    private Result<T> read(Principal principal, GroupEntry group, T subject, Mail mail) throws MessagingException {
        if (!isWaiting(subject)) {
            return new Result<>(Outcome.NOT_DECIDED, subject);
        }
        Optional<Wish> wish = Wish.in(BodyText.firstLine(mail.getMessage()));
        if (wish.isEmpty()) {
            return new Result<>(Outcome.NOT_UNDERSTOOD, subject);
        }
        Outcome outcome = decided(principal, group, subject, wish.get());
        return new Result<>(outcome, get(principal, group, subject));
    }

    private Outcome decided(Principal principal, GroupEntry group, T subject, Wish wish) {
        try {
            decide(principal, group, subject, wish);
            return Outcome.DECIDED;
        } catch (WrongStateException e) {
            return Outcome.NOT_DECIDED;
        }
    }

    private Answer answer(MailRecipient.OfRole recipient, GroupEntry group, Result<T> result) {
        boolean mayReplyAgain = result.outcome() != Outcome.NOT_ALLOWED && isWaiting(result.now());
        return new Answer(
                result.outcome() == Outcome.DECIDED ? Topic.DECIDED : Topic.NOT_DECIDED,
                key(result.now()),
                mayReplyAgain ? recipient.mailAddress() : null,
                () -> text(group, result));
    }

    private String text(GroupEntry group, Result<T> result) {
        List<String> lines = new ArrayList<>(outcome(result.outcome(), result.now()));
        lines.add("");
        lines.addAll(facts(group, result.now()));
        lines.addAll(List.of("", "This answer was sent automatically.", ""));
        return String.join("\r\n", lines);
    }
}
