// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.setting.ReplyTo;
import org.mailgroups.james.author.FromField;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.james.message.HeaderFields.Field;
import org.mailgroups.value.Text;

/**
 * Makes the header of a copy out of the original's: some fields are taken off, some are put in front. All others stay
 * octet for octet.
 */
final class CopyHeader {
    /**
     * Bcc reveals recipients; Return-Path is added by final delivery only (RFC 5321 4.4). A request for a receipt would
     * ask each member for one.
     */
    private static final Set<String> NEVER_COPIED =
            Set.of("bcc", "return-path", "disposition-notification-to", "return-receipt-to", "x-confirm-reading-to");

    private static final String FROM = "from";
    private static final String REPLY_TO = "reply-to";
    private static final String SUBJECT = "subject";

    /** The longest author's name in From, in characters. */
    private static final int MAX_NAME = 100;

    private final HeaderFields original;
    private final GroupEntry group;
    private final boolean isFromGroup;
    private final boolean hasOwn;

    private CopyHeader(HeaderFields original, GroupEntry group, boolean isFromGroup, boolean hasOwn) {
        this.original = original;
        this.group = group;
        this.isFromGroup = isFromGroup;
        this.hasOwn = hasOwn;
    }

    /** Returns the header of the plain message. */
    static byte[] plain(HeaderFields original) {
        return octets(
                List.of(),
                original.fields().stream().filter(CopyHeader::isCopied).toList());
    }

    /**
     * Returns the header of a group's copy.
     *
     * @param trace the field that comes first, without its line end
     * @param isFromGroup whether the group's address takes the author's place in From
     * @param hasOwn whether each recipient gets an own List-Unsubscribe when the copy is sent
     */
    static byte[] of(HeaderFields original, GroupEntry group, String trace, boolean isFromGroup, boolean hasOwn) {
        return new CopyHeader(original, group, isFromGroup, hasOwn).octets(trace);
    }

    private static boolean isCopied(Field field) {
        return !NEVER_COPIED.contains(field.name());
    }

    private byte[] octets(String trace) {
        List<String> first = new ArrayList<>(List.of(trace));
        first.addAll(ListHeaders.of(group, hasOwn));
        if (isFromGroup) {
            first.add("From: " + HeaderWords.mailbox(author() + " via " + group.name(), group.address(), 6));
        }
        if (setsReplyTo()) {
            first.add("Reply-To: " + replyTo());
        }
        List<Field> kept = original.fields().stream()
                .filter(CopyHeader::isCopied)
                .filter(field -> !ListHeaders.isListField(field))
                .filter(field -> !(isFromGroup && field.name().equals(FROM)))
                .filter(field -> !(setsReplyTo() && field.name().equals(REPLY_TO)))
                .toList();
        return octets(first, prefixed(kept));
    }

    private boolean setsReplyTo() {
        return isFromGroup || group.settings().copies().replyTo() == ReplyTo.GROUP;
    }

    private String author() {
        return Text.cleanedLine(FromField.name(original), MAX_NAME);
    }

    /** Returns the group, if answers go there, and the author, if From does not say who that is. */
    private String replyTo() {
        List<String> mailboxes = new ArrayList<>();
        if (group.settings().copies().replyTo() == ReplyTo.GROUP) {
            mailboxes.add(HeaderWords.mailbox(group.name(), group.address(), 10));
        } else {
            original.named(REPLY_TO).map(CopyHeader::content).forEach(mailboxes::add);
        }
        if (isFromGroup) {
            original.named(FROM)
                    .map(CopyHeader::content)
                    .filter(author -> !mailboxes.contains(author))
                    .forEach(mailboxes::add);
        }
        mailboxes.removeIf(String::isBlank);
        return String.join(",\r\n ", mailboxes);
    }

    /** Returns the octets behind the colon, with the folds inside. */
    private static String content(Field field) {
        return field.text().substring(field.text().indexOf(':') + 1).strip();
    }

    private List<Field> prefixed(List<Field> fields) {
        String prefix = group.settings().copies().subjectPrefix();
        if (prefix.isEmpty()) {
            return fields;
        }
        List<Field> prefixed = new ArrayList<>(fields);
        for (int i = 0; i < prefixed.size(); i++) {
            if (prefixed.get(i).name().equals(SUBJECT)) {
                prefixed.set(
                        i, new Field(SUBJECT, SubjectPrefix.in(prefixed.get(i).text(), prefix)));
                return prefixed;
            }
        }
        prefixed.add(new Field(SUBJECT, SubjectPrefix.alone(prefix)));
        return prefixed;
    }

    private static byte[] octets(List<String> first, List<Field> kept) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        first.forEach(field -> octets.writeBytes((field + "\r\n").getBytes(StandardCharsets.ISO_8859_1)));
        kept.forEach(field -> octets.writeBytes(field.octets()));
        return octets.toByteArray();
    }
}
