// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.role;

import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.mailgroups.confirmation.Confirmations;
import org.mailgroups.distribution.Author;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.RoleEnding;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.james.recipient.RoleAddresses.RoleAddress;
import org.mailgroups.james.role.AutomaticAnswers.Answer;
import org.mailgroups.james.role.AutomaticAnswers.Topic;
import org.mailgroups.joining.JoiningService;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.NotAllowedException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.WrongStateException;

/**
 * Makes members of those who write to {@code <group>-join@}, if the group is open, or asks its administrators, and
 * answers them. Mail of machines
 * and of lists changes nothing. The membership begins before the answer is sent. Thread-safe.
 */
public final class JoinMail {
    private final JoiningService service;
    private final Confirmations confirmations;
    private final AutomaticAnswers answers;

    @Inject
    public JoinMail(JoiningService service, Confirmations confirmations, AutomaticAnswers answers) {
        this.service = service;
        this.confirmations = confirmations;
        this.answers = answers;
    }

    /** Makes a member of the user who has written. */
    void join(Mail mail, HeaderFields header, GroupEntry group, Author author, MailetContext context)
            throws MessagingException {
        Optional<MailAddress> asker = AutomaticAnswers.asker(mail, header);
        Optional<Address> user = asker.flatMap(MailAddresses::toAddress);
        if (user.isPresent()) {
            Result result = result(new Principal.User(user.get(), author.identities()), group, user.get());
            Answer answer = new Answer(topic(result), () -> text(group, result));
            answers.send(mail, header, asker.get(), group, answer, context);
        }
    }

    /** Makes a member of the person whom a token was made for, whoever has written; nobody else is answered. */
    void join(Mail mail, RoleAddress address, MailetContext context) throws MessagingException {
        Optional<Principal.Bearer> link = confirmations.bearer(address.detail());
        Optional<MailAddress> person = link.flatMap(Principal::address).flatMap(MailAddresses::toMailAddress);
        if (person.isPresent()) {
            Result result = result(link.get(), address.group(), link.get().person());
            answers.send(
                    mail,
                    HeaderFields.NONE,
                    person.get(),
                    address.group(),
                    new Answer(topic(result), () -> text(address.group(), result)),
                    context);
        }
    }

    private enum Result {
        JOINED,
        MEMBER,
        REQUESTED,
        WAITING,
        CLOSED
    }

    private static Topic topic(Result result) {
        return switch (result) {
            case JOINED -> Topic.JOINED;
            case REQUESTED -> Topic.JOIN_REQUESTED;
            case MEMBER, WAITING, CLOSED -> Topic.NOT_JOINED;
        };
    }

    private Result result(Principal principal, GroupEntry group, Address person) {
        try {
            return switch (service.join(principal, group.address(), person, "")) {
                case JOINED -> Result.JOINED;
                case MEMBER -> Result.MEMBER;
                case REQUESTED -> Result.REQUESTED;
                case WAITING -> Result.WAITING;
            };
        } catch (WrongStateException | NotAllowedException | NotFoundException | InvalidValueException e) {
            return Result.CLOSED;
        }
    }

    private static String text(GroupEntry group, Result result) {
        String name = group.name() + " <" + group.address() + ">";
        List<String> lines =
                switch (result) {
                    case JOINED -> List.of(
                            "You have joined " + name + " and get its messages from now on.",
                            "To leave it, write to " + RoleEnding.LEAVE.at(group.address()) + ".");
                    case MEMBER -> List.of("You are in " + name + " already. Nothing has changed.");
                    case REQUESTED -> List.of(
                            "You have asked to join " + name + ".",
                            "Its administrators decide. You will be told what they have decided.");
                    case WAITING -> List.of(
                            "You have asked to join " + name + " before. Nothing has changed:",
                            "its administrators have not decided yet.");
                    case CLOSED -> List.of("You cannot join " + name + " by mail: its administrators add members.");
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
