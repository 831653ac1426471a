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
import org.mailgroups.james.role.AutomaticAnswers.Answer;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;

/**
 * Answers mail to {@code <group>-request@}: the {@linkplain RequestWord word} in it says what is asked for. Without one
 * of them it is a short help about the group, its senders and its administrators.
 *
 * <p>An answer goes only to the authenticated user's own address, as {@link AutomaticAnswers} sends it. Thread-safe.
 */
@Singleton
public final class RequestAnswers {
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
    private final MemberNames members;
    private final OwnGroups ownGroups;
    private final AutomaticAnswers answers;

    @Inject
    public RequestAnswers(
            Descriptions descriptions,
            OwnPosting posting,
            MemberNames members,
            OwnGroups ownGroups,
            AutomaticAnswers answers) {
        this.descriptions = descriptions;
        this.posting = posting;
        this.members = members;
        this.ownGroups = ownGroups;
        this.answers = answers;
    }

    /** Sends the answer, if the message is one to be answered. */
    void answer(Mail mail, HeaderFields header, GroupEntry group, Author author, MailetContext context)
            throws MessagingException {
        Optional<MailAddress> asker = AutomaticAnswers.asker(mail, header);
        if (asker.isEmpty()) {
            return;
        }
        RequestWord word =
                RequestWord.in(HeaderText.of(header, "subject").orElse(""), BodyText.firstLine(mail.getMessage()));
        Answer answer = new Answer(word.topic(), () -> text(word, mail, group, author));
        answers.send(mail, header, asker.get(), group, answer, context);
    }

    private String text(RequestWord word, Mail mail, GroupEntry group, Author author) {
        String name = Authors.userOf(mail).orElseThrow().asString();
        Principal.User user = new Principal.User(Address.parse(name), author.identities());
        return switch (word) {
            case HELP -> help(group, descriptions.of(group.address()));
            case REPORT -> posting.report(group, name, author);
            case WHO -> members.of(user, group);
            case WHICH -> ownGroups.of(user);
        };
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
                                        joining(group),
                                        "Write one of these words to " + RoleEnding.REQUEST.at(group.address())
                                                + ", as subject or first line:",
                                        "",
                                        "  report  what became of your last message to the group",
                                        "  who     who is in the group, if you may see that",
                                        "  which   the groups that you are in, and how you came to be in each",
                                        "  help    this text",
                                        "",
                                        "This answer was sent automatically.",
                                        ""))
                        .flatMap(List::stream)
                        .toList());
    }

    /** Returns how users get in and out. */
    private static String joining(GroupEntry group) {
        String leave = "To leave the group, write to " + RoleEnding.LEAVE.at(group.address()) + ".";
        String join = RoleEnding.JOIN.at(group.address()).toString();
        return switch (group.settings().join()) {
            case CLOSED -> leave;
            case REQUEST -> "To ask its administrators to let you in, write to " + join + ".\r\n" + leave;
            case OPEN -> "To join the group, write to " + join + ".\r\n" + leave;
        };
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
