// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.role;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
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
import org.mailgroups.moderation.HeldLinks;
import org.mailgroups.moderation.HeldMessage;
import org.mailgroups.moderation.HeldMessageService;
import org.mailgroups.moderation.HeldState;
import org.mailgroups.moderation.Verdict;
import org.mailgroups.right.Principal;
import org.mailgroups.value.NotAllowedException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.WrongStateException;

/**
 * Decides about held messages for administrators who reply to a notice. The first line of the reply says what they
 * want: {@link Wish}. An administrator who has logged in decides in the own name. Anyone else decides in the name of
 * the administrator whom the token in the address was made for.
 *
 * <p>The one who has decided is told what has become of the message, also if somebody else was earlier. The decision is
 * made before the answer is sent: if the reply comes again after a crash in between, the answer says that it was made
 * before. Thread-safe.
 */
public final class DecisionMail {
    private static final DateTimeFormatter TIME = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    private final HeldMessageService service;
    private final HeldLinks links;
    private final AutomaticAnswers answers;

    @Inject
    public DecisionMail(HeldMessageService service, HeldLinks links, AutomaticAnswers answers) {
        this.service = service;
        this.links = links;
        this.answers = answers;
    }

    /**
     * Decides, if the message is a reply of a person. Mail of machines and of lists changes nothing.
     *
     * @param recipient the address with the token
     * @param author the author, as the group knows him
     */
    void decide(Mail mail, HeaderFields header, MailRecipient.OfRole recipient, Author author, MailetContext context)
            throws MessagingException {
        String token = recipient.role().detail();
        Optional<HeldMessage> held = links.linked(token).map(HeldLinks.Linked::message);
        if (held.isEmpty() || AutomaticMail.isNeverAnswered(header)) {
            return;
        }
        GroupEntry group = recipient.role().group();
        Optional<Principal> user = user(mail, author);
        Optional<Principal> administrator = Stream.concat(user.stream(), links.bearer(token).stream())
                .filter(one -> mayDecide(one, group, held.get()))
                .findFirst();
        Optional<Principal> told = administrator.or(() -> user);
        if (told.isEmpty()) {
            return;
        }
        Reply reply = new Reply(
                recipient.mailAddress(),
                group,
                held.get(),
                administrator.isPresent() ? decide(administrator.get(), group, held.get(), mail) : Result.NOT_ALLOWED);
        Optional<MailAddress> address = told.get().address().flatMap(MailAddresses::toMailAddress);
        if (address.isPresent()) {
            // The bearer of a link is told nothing of the reply, which may be anybody's.
            HeaderFields question = told.get() instanceof Principal.User ? header : HeaderFields.NONE;
            answers.send(mail, question, address.get(), group, reply.answer(), context);
        }
    }

    private static Optional<Principal> user(Mail mail, Author author) {
        return Authors.userOf(mail)
                .flatMap(MailAddresses::toAddress)
                .map(user -> new Principal.User(user, author.identities()));
    }

    private boolean mayDecide(Principal principal, GroupEntry group, HeldMessage held) {
        try {
            service.get(principal, group.address(), held.id());
            return true;
        } catch (NotAllowedException | NotFoundException e) {
            return false;
        }
    }

    /**
     * What has become of a wish.
     *
     * @param isNew whether it is the wish that has decided
     * @param verdict the decision that counts; null if there is none
     * @param isUnderstood whether there was a wish
     */
    private record Result(boolean isNew, Verdict verdict, boolean isUnderstood) {
        static final Result NOT_ALLOWED = new Result(false, null, true);
        static final Result NOT_UNDERSTOOD = new Result(false, null, false);
    }

    private Result decide(Principal principal, GroupEntry group, HeldMessage held, Mail mail)
            throws MessagingException {
        if (held.state() != HeldState.HELD) {
            return new Result(false, held.verdict(), true);
        }
        Optional<Wish> wish = Wish.in(BodyText.firstLine(mail.getMessage()));
        if (wish.isEmpty()) {
            return Result.NOT_UNDERSTOOD;
        }
        boolean isNew = decides(principal, group, held, wish.get());
        return new Result(
                isNew, service.get(principal, group.address(), held.id()).verdict(), true);
    }

    private boolean decides(Principal principal, GroupEntry group, HeldMessage held, Wish wish) {
        try {
            service.decide(principal, group.address(), held.id(), wish.state(), wish.comment());
            return true;
        } catch (WrongStateException e) {
            // Somebody else was earlier, by a moment.
            return false;
        }
    }

    /** What the answer to a reply is made of. */
    private record Reply(MailAddress address, GroupEntry group, HeldMessage held, Result result) {
        Answer answer() {
            return new Answer(
                    result.isNew() ? Topic.DECIDED : Topic.NOT_DECIDED,
                    "-" + held.position(),
                    result.isUnderstood() ? null : address,
                    this::text);
        }

        private String text() {
            List<String> lines = new ArrayList<>(outcome());
            lines.addAll(List.of(
                    "",
                    "Group:    " + group.name() + " <" + group.address() + ">",
                    "Sender:   "
                            + (held.facts().sender().isEmpty()
                                    ? "none"
                                    : held.facts().sender()),
                    "Subject:  " + held.facts().subject(),
                    "Received: " + time(held.facts().receivedAt()),
                    "",
                    "This answer was sent automatically.",
                    ""));
            return String.join("\r\n", lines);
        }

        private List<String> outcome() {
            if (!result.isUnderstood()) {
                return List.of(
                        "Nothing was decided about this message. Reply with one of these as the first line:",
                        "",
                        "  approve",
                        "  reject, and words for the author");
            }
            if (result.verdict() == null) {
                return List.of("Nothing was decided about this message: you are no administrator of the group.");
            }
            return result.isNew() ? ofOwn(result.verdict()) : ofOther(result.verdict());
        }

        private List<String> ofOwn(Verdict verdict) {
            if (verdict.state() == HeldState.APPROVED) {
                return List.of("You have approved this message. It goes to the group.");
            }
            if (held.facts().author().isEmpty()) {
                return List.of("You have rejected this message. Nobody is told: its author is not known for sure.");
            }
            return verdict.comment().isEmpty()
                    ? List.of("You have rejected this message. Its author is told so.")
                    : List.of(
                            "You have rejected this message. Its author is told so, with these words:",
                            "",
                            "> " + verdict.comment());
        }

        private static List<String> ofOther(Verdict verdict) {
            String when = "on " + time(verdict.at());
            return verdict.state() == HeldState.EXPIRED
                    ? List.of("Nothing has changed: this message has expired " + when + ".")
                    : List.of(
                            "Nothing has changed: this message was "
                                    + verdict.state().text() + " before,",
                            when + ", by " + verdict.by() + ".");
        }

        private static String time(Instant at) {
            return TIME.format(at);
        }
    }
}
