// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.role;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.inject.Singleton;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.mailgroups.distribution.Author;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.GroupSettings;
import org.mailgroups.group.Moderation;
import org.mailgroups.group.RoleEnding;
import org.mailgroups.group.setting.CopySettings;
import org.mailgroups.group.setting.ReplyTo;
import org.mailgroups.james.author.Authors;
import org.mailgroups.james.message.BodyText;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.james.message.HeaderText;
import org.mailgroups.james.role.AutomaticAnswers.Topic;
import org.mailgroups.value.Address;

/**
 * Answers mail to {@code <group>-request@}. Who asks for a {@code report} is told what became of the own last posting.
 * Everybody else gets a short help about the group, its senders and its administrators.
 *
 * <p>An answer goes only to the authenticated user's own address, as {@link AutomaticAnswers} sends it. Thread-safe.
 */
@Singleton
public final class RequestAnswers {
    /** The word that asks for a report. */
    private static final String REPORT = "report";

    /** The port to the descriptions of groups. Thread-safe. */
    @FunctionalInterface
    public interface Descriptions {
        /**
         * Returns a group's description, in one line; empty if it has none.
         *
         * @throws org.mailgroups.value.StoreUnavailableException if that cannot be known now
         */
        String of(Address group);
    }

    private final Descriptions descriptions;
    private final OwnPosting posting;
    private final AutomaticAnswers answers;

    @Inject
    public RequestAnswers(Descriptions descriptions, OwnPosting posting, AutomaticAnswers answers) {
        this.descriptions = descriptions;
        this.posting = posting;
        this.answers = answers;
    }

    /** Sends the answer, if the message is one to be answered. */
    void answer(Mail mail, HeaderFields header, GroupEntry group, Author author, MailetContext context)
            throws MessagingException {
        Optional<MailAddress> user = AutomaticAnswers.asker(mail, header);
        if (user.isPresent() && asksForReport(mail, header)) {
            String name = Authors.userOf(mail).orElseThrow().asString();
            answers.send(
                    mail, header, user.get(), group, Topic.REPORT, () -> posting.report(group, name, author), context);
        } else if (user.isPresent()) {
            answers.send(
                    mail,
                    header,
                    user.get(),
                    group,
                    Topic.HELP,
                    () -> help(group, descriptions.of(group.address())),
                    context);
        }
    }

    /** Returns whether the subject, or the first line of the text, is the word. */
    private static boolean asksForReport(Mail mail, HeaderFields header) throws MessagingException {
        return HeaderText.of(header, "subject").filter(RequestAnswers::isReport).isPresent()
                || isReport(BodyText.firstLine(mail.getMessage()));
    }

    private static boolean isReport(String line) {
        return line.replace('\u00a0', ' ').strip().equalsIgnoreCase(REPORT);
    }

    private static String help(GroupEntry group, String description) {
        GroupSettings settings = group.settings();
        List<String> about = description.isEmpty() ? List.of() : List.of("", description);
        List<String> limits = Stream.of(
                        moderation(settings.moderation()),
                        settings.maxMessageBytes().stream()
                                .mapToObj(bytes -> "A message may have at most " + bytes + " bytes.")
                                .findFirst()
                                .orElse(""))
                .filter(line -> !line.isEmpty())
                .toList();
        return String.join(
                "\r\n",
                Stream.of(
                                List.of(
                                        group.name() + " <" + group.address() + "> is a group:",
                                        "what is sent to this address reaches all of its members."),
                                about,
                                List.of("", whoMayWrite(settings)),
                                limits,
                                List.of(""),
                                messages(group),
                                List.of(
                                        "",
                                        "The group's administrators read " + owner(group) + ".",
                                        "To learn what became of your last message to the group,",
                                        "write the word report to " + RoleEnding.REQUEST.at(group.address()) + ".",
                                        "",
                                        "This answer was sent automatically.",
                                        ""))
                        .flatMap(List::stream)
                        .toList());
    }

    /** Returns how members know and answer the group's messages. */
    private static List<String> messages(GroupEntry group) {
        CopySettings copies = group.settings().copies();
        return Stream.of(
                        copies.subjectPrefix().isEmpty()
                                ? ""
                                : "The subject of its messages begins with " + copies.subjectPrefix(),
                        copies.replyTo() == ReplyTo.GROUP
                                ? "An answer to its messages goes to the group."
                                : "An answer to one of its messages goes to its author.",
                        "A mail program can sort them by the field List-Id: <" + group.listId() + ">")
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static Address owner(GroupEntry group) {
        return RoleEnding.OWNER.at(group.address());
    }

    private static String whoMayWrite(GroupSettings settings) {
        return switch (settings.senders()) {
            case ANYONE -> "Anyone may write to it.";
            case INTERNAL -> "Every user of this server may write to it, from a mail program that logs in.";
            case MEMBERS -> "Its members may write to it, from a mail program that logs in.";
            case ADMINISTRATORS -> "Only its administrators may write to it.";
            case LISTED -> "Only senders whom its administrators have listed may write to it.";
            case UNREADABLE -> "Nobody may write to it at the moment.";
        };
    }

    private static String moderation(Moderation moderation) {
        return switch (moderation) {
            case NONE -> "";
            case OUTSIDERS -> "What others write waits for an administrator.";
            case EVERYONE -> "Every message waits for an administrator.";
        };
    }
}
