// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.role;

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
import org.mailgroups.joining.JoinLinks;
import org.mailgroups.joining.JoinRequest;
import org.mailgroups.joining.JoinRequestService;
import org.mailgroups.joining.RequestState;
import org.mailgroups.moderation.HeldState;
import org.mailgroups.right.Principal;
import org.mailgroups.value.NotAllowedException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.WrongStateException;

/**
 * Decides about requests to join for administrators who reply to a notice, by the rules of {@link DecisionMail}. The
 * decision is made before the answer is sent. Thread-safe.
 */
public final class JoinDecisionMail {
    private final JoinRequestService service;
    private final JoinLinks links;
    private final AutomaticAnswers answers;

    @Inject
    public JoinDecisionMail(JoinRequestService service, JoinLinks links, AutomaticAnswers answers) {
        this.service = service;
        this.links = links;
        this.answers = answers;
    }

    /** Decides, if the message is a reply of a person. Mail of machines and of lists changes nothing. */
    void decide(Mail mail, HeaderFields header, MailRecipient.OfRole recipient, Author author, MailetContext context)
            throws MessagingException {
        String token = recipient.role().detail();
        Optional<JoinRequest> request = links.linked(token).map(JoinLinks.Linked::request);
        if (request.isEmpty() || AutomaticMail.isNeverAnswered(header)) {
            return;
        }
        GroupEntry group = recipient.role().group();
        Optional<Principal> user = Authors.userOf(mail)
                .flatMap(MailAddresses::toAddress)
                .map(name -> new Principal.User(name, author.identities()));
        Optional<Principal> administrator = Stream.concat(user.stream(), links.bearer(token).stream())
                .filter(one -> mayDecide(one, group, id(request.get())))
                .findFirst();
        Optional<Principal> told = administrator.or(() -> user);
        Optional<MailAddress> address = told.flatMap(Principal::address).flatMap(MailAddresses::toMailAddress);
        if (address.isEmpty()) {
            return;
        }
        Result result = administrator.isPresent()
                ? decide(administrator.get(), group, id(request.get()), mail)
                : Result.NOT_ALLOWED;
        Answer answer = new Answer(
                result == Result.APPROVED || result == Result.REJECTED ? Topic.DECIDED : Topic.NOT_DECIDED,
                "-join-" + id(request.get()),
                result == Result.NOT_UNDERSTOOD || result == Result.NO_MEMBER ? recipient.mailAddress() : null,
                () -> text(group, request.get(), result));
        // The bearer of a link is told nothing of the reply, which may be anybody's.
        answers.send(
                mail,
                told.get() instanceof Principal.User ? header : HeaderFields.NONE,
                address.get(),
                group,
                answer,
                context);
    }

    private static String id(JoinRequest request) {
        return Long.toString(request.id());
    }

    private boolean mayDecide(Principal principal, GroupEntry group, String id) {
        try {
            service.get(principal, group.address(), id);
            return true;
        } catch (NotAllowedException | NotFoundException e) {
            return false;
        }
    }

    private enum Result {
        APPROVED,
        REJECTED,
        DECIDED_BEFORE,
        NO_MEMBER,
        NOT_ALLOWED,
        NOT_UNDERSTOOD
    }

    private Result decide(Principal principal, GroupEntry group, String id, Mail mail) throws MessagingException {
        if (service.get(principal, group.address(), id).request().state() != RequestState.WAITING) {
            return Result.DECIDED_BEFORE;
        }
        Optional<Wish> wish = Wish.in(BodyText.firstLine(mail.getMessage()));
        if (wish.isEmpty()) {
            return Result.NOT_UNDERSTOOD;
        }
        boolean isApproval = wish.get().state() == HeldState.APPROVED;
        try {
            service.decide(
                    principal,
                    group.address(),
                    id,
                    isApproval ? RequestState.APPROVED : RequestState.REJECTED,
                    wish.get().comment());
            return isApproval ? Result.APPROVED : Result.REJECTED;
        } catch (WrongStateException e) {
            // Somebody else was earlier, by a moment; or else it is the address.
            return service.get(principal, group.address(), id).request().state() == RequestState.WAITING
                    ? Result.NO_MEMBER
                    : Result.DECIDED_BEFORE;
        }
    }

    private static String text(GroupEntry group, JoinRequest request, Result result) {
        List<String> lines = new ArrayList<>(
                switch (result) {
                    case APPROVED -> List.of("You have let " + request.person() + " in, who is told so.");
                    case REJECTED -> List.of("You have not let " + request.person() + " in, who is told so.");
                    case DECIDED_BEFORE -> List.of("Nothing has changed: this request was decided before.");
                    case NO_MEMBER -> List.of(
                            "Nothing was decided: you cannot make this address a member any more.",
                            "It is nobody's, or that of a group. You can reject the request.");
                    case NOT_ALLOWED -> List.of("Nothing was decided: you are no administrator of the group.");
                    case NOT_UNDERSTOOD -> List.of(
                            "Nothing was decided. Reply with one of these as the first line:",
                            "",
                            "  approve",
                            "  reject, and words for the person who has asked");
                });
        lines.addAll(List.of(
                "",
                "Group:   " + group.name() + " <" + group.address() + ">",
                "Request: " + request.person(),
                "",
                "This answer was sent automatically.",
                ""));
        return String.join("\r\n", lines);
    }
}
