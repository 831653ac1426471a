// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.role;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.mailgroups.distribution.Author;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.RoleEnding;
import org.mailgroups.james.author.Authors;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.james.recipient.RoleAddresses.RoleAddress;
import org.mailgroups.james.role.AutomaticAnswers.Answer;
import org.mailgroups.james.role.AutomaticAnswers.Topic;
import org.mailgroups.leaving.LeaveLinks;
import org.mailgroups.leaving.LeavingService;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;
import org.mailgroups.value.NotAllowedException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.WrongStateException;

/**
 * Ends the membership of those who write to {@code <group>-leave@}, and answers them. With a token in the sub-address
 * it is the person whom the token was made for who leaves, and who gets the answer; nobody else learns of it.
 *
 * <p>The membership ends before the answer is sent. If the message comes again after a crash in between, the answer
 * says that there is no membership. Thread-safe.
 */
public final class LeaveMail {
    private final LeavingService service;
    private final LeaveLinks links;
    private final AutomaticAnswers answers;

    @Inject
    public LeaveMail(LeavingService service, LeaveLinks links, AutomaticAnswers answers) {
        this.service = service;
        this.links = links;
        this.answers = answers;
    }

    /** Ends the membership of the user who has written. */
    void leave(Mail mail, HeaderFields header, GroupEntry group, Author author, MailetContext context)
            throws MessagingException {
        Address user = Authors.userOf(mail).flatMap(MailAddresses::toAddress).orElseThrow();
        Principal principal = new Principal.User(user, author.identities());
        Result result = result(() -> service.leave(principal, group.address(), user));
        Optional<MailAddress> asker = AutomaticAnswers.asker(mail, header);
        if (asker.isPresent()) {
            answer(mail, header, asker.get(), group, result, context);
        }
    }

    /** Ends the membership that a token is about. Whoever has written it is not answered, and may be anybody. */
    void leave(Mail mail, RoleAddress address, MailetContext context) throws MessagingException {
        Optional<Principal.Bearer> link = links.bearer(address.detail());
        if (link.isEmpty()) {
            return;
        }
        Result result = result(() ->
                service.leave(link.get(), address.group().address(), link.get().person()));
        Optional<MailAddress> person = MailAddresses.toMailAddress(link.get().person());
        if (person.isPresent() && result != Result.NO_MEMBER) {
            answer(mail, HeaderFields.NONE, person.get(), address.group(), result, context);
        }
    }

    private enum Result {
        LEFT,
        NO_MEMBER,
        TOO_MANY
    }

    private static Result result(BooleanSupplier leave) {
        try {
            return leave.getAsBoolean() ? Result.LEFT : Result.NO_MEMBER;
        } catch (NotAllowedException | NotFoundException e) {
            return Result.NO_MEMBER;
        } catch (WrongStateException e) {
            return Result.TOO_MANY;
        }
    }

    private void answer(
            Mail mail,
            HeaderFields question,
            MailAddress recipient,
            GroupEntry group,
            Result result,
            MailetContext context)
            throws MessagingException {
        answers.send(
                mail,
                question,
                recipient,
                group,
                new Answer(result == Result.LEFT ? Topic.LEFT : Topic.NOT_LEFT, () -> text(group, result)),
                context);
    }

    private static String text(GroupEntry group, Result result) {
        String name = group.name() + " <" + group.address() + ">";
        List<String> lines =
                switch (result) {
                    case LEFT -> List.of("You have left " + name + " and get no more messages from it.");
                    case NO_MEMBER -> List.of(
                            "You get no messages from " + name + " under this address:",
                            "you are no member, or have left already. Nothing has changed.");
                    case TOO_MANY -> List.of(
                            "You could not leave " + name + ": too many have left it who are",
                            "members of groups in it. Its administrators can help.");
                };
        return String.join(
                "\r\n",
                String.join("\r\n", lines),
                "",
                "The group's administrators read " + RoleEnding.OWNER.at(group.address()) + ".",
                "",
                "This answer was sent automatically.",
                "");
    }
}
