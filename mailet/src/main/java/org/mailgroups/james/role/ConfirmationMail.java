// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.role;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.mailgroups.confirmation.Confirmations;
import org.mailgroups.confirmation.Confirmations.Question;
import org.mailgroups.confirmation.Wish;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.RoleEnding;
import org.mailgroups.james.author.FromField;
import org.mailgroups.james.delivery.MembersUrl;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.message.AutomaticMail;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.james.role.AutomaticAnswers.Answer;
import org.mailgroups.james.role.AutomaticAnswers.Topic;
import org.mailgroups.token.Tokens;
import org.mailgroups.value.Address;

/**
 * Asks people who are no users of this server whether a mail in their name is theirs. There is one question in 24 hours
 * for each address and group, and none if nothing could come of it. It holds nothing of the mail. Machines and lists
 * are never asked (RFC 3834). Thread-safe.
 */
public final class ConfirmationMail {
    private final Confirmations confirmations;
    private final MembersUrl url;
    private final AutomaticAnswers answers;

    @Inject
    public ConfirmationMail(Confirmations confirmations, MembersUrl url, AutomaticAnswers answers) {
        this.confirmations = confirmations;
        this.url = url;
        this.answers = answers;
    }

    /** Asks the sender, if the mail says the same in From. Anything else may be somebody who plays with addresses. */
    void ask(Mail mail, HeaderFields header, GroupEntry group, Wish wish, MailetContext context)
            throws MessagingException {
        Optional<Address> person = mail.getMaybeSender()
                .asOptional()
                .flatMap(MailAddresses::toAddress)
                .filter(sender -> FromField.only(header).filter(sender::equals).isPresent());
        Optional<MailAddress> recipient = person.flatMap(MailAddresses::toMailAddress);
        if (recipient.isEmpty() || AutomaticMail.isNeverAnswered(header)) {
            return;
        }
        Optional<Question> question = confirmations.ask(group, person.get(), wish);
        if (question.isPresent()) {
            try {
                answers.send(
                        mail, HeaderFields.NONE, recipient.get(), group, answer(group, wish, question.get()), context);
            } catch (MessagingException | RuntimeException e) {
                confirmations.takeBack(question.get());
                throw e;
            }
        }
    }

    private Answer answer(GroupEntry group, Wish wish, Question question) {
        RoleEnding ending = wish == Wish.JOIN ? RoleEnding.JOIN : RoleEnding.LEAVE;
        Address address = Address.parse(ending.base(group.address(), Tokens.LENGTH)
                + '+'
                + question.token()
                + '@'
                + group.address().domain());
        return new Answer(
                wish == Wish.JOIN ? Topic.CONFIRM_JOIN : Topic.CONFIRM_LEAVE,
                "",
                MailAddresses.toMailAddress(address).orElseThrow(),
                () -> text(group, wish, address, url.link(question.token())));
    }

    private static String text(GroupEntry group, Wish wish, Address address, Optional<String> link) {
        String name = group.name() + " <" + group.address() + ">";
        return String.join(
                "\r\n",
                Stream.of(
                                List.of(
                                        "Somebody, probably you, has written from your address to "
                                                + (wish == Wish.JOIN ? "join " : "leave ") + name + ".",
                                        "",
                                        "If it was you, reply to this mail, or write to",
                                        "  " + address),
                                link.map(url -> List.of("or open", "  " + url)).orElse(List.of()),
                                List.of(
                                        "",
                                        "If it was not you, do nothing. Nothing has changed,",
                                        "and you are not asked again today.",
                                        "",
                                        "This mail was sent automatically.",
                                        ""))
                        .flatMap(List::stream)
                        .toList());
    }
}
