// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.mailgroups.value.Address;

/**
 * What a message carries through the mail server's queues, as mail attributes of ours. They mean something for that
 * message alone, and nothing for copies and notices made from it. SMTP cannot set mail attributes, so none comes
 * from outside.
 */
public final class Marks {
    /** Names the message, the same each time that it or a part of it comes. */
    private static final AttributeName KEY = AttributeName.of("org.mailgroups.message-key");

    private static final AttributeName SERVED = AttributeName.of("org.mailgroups.served");

    /** The group whose administrators have approved this very message. */
    private static final AttributeName APPROVED_FOR = AttributeName.of("org.mailgroups.approved-for");

    private static final Set<AttributeName> NAMES = Stream.concat(
                    Stream.of(KEY, SERVED, APPROVED_FOR, WaitingRoom.NOT_BEFORE, WaitingRoom.WAITING_SINCE),
                    Continuation.NAMES.stream())
            .collect(Collectors.toUnmodifiableSet());

    private Marks() {}

    /**
     * Returns the key of a message. It is given once, when the message comes in, and stays with each of its parts. A
     * message that came by another way than SMTP gets its name as key, which a restart does not change.
     */
    public static String key(Mail mail) {
        return string(mail, KEY).orElseGet(() -> giveKey(mail, mail.getName()));
    }

    /** Gives a message a key of its own; nobody has decided about it yet. */
    public static String giveKey(Mail mail, String key) {
        mail.setAttribute(new Attribute(KEY, AttributeValue.of(key)));
        return key;
    }

    /**
     * Returns the final addresses that other parts of the same message serve, or have served. They must not get it from
     * this part as well. Empty if there are none.
     */
    public static List<Address> served(Mail mail) {
        return words(mail, SERVED).map(Address::parse).toList();
    }

    /**
     * Returns the attribute from which {@link #served} reads, for a part of a message that is distributed later, or
     * never.
     */
    public static Attribute served(Collection<Address> served) {
        return new Attribute(
                SERVED,
                AttributeValue.of(served.stream().map(Address::key).distinct().collect(Collectors.joining(" "))));
    }

    /** Returns the mark of a message that a group's administrators have approved. */
    public static Attribute approvalFor(long groupId) {
        return new Attribute(APPROVED_FOR, AttributeValue.of(groupId));
    }

    static boolean isApprovedFor(Mail mail, long groupId) {
        return mail.getAttribute(APPROVED_FOR)
                .flatMap(attribute -> attribute.getValue().valueAs(Long.class))
                .filter(id -> id == groupId)
                .isPresent();
    }

    /**
     * Makes a mail one that has just come in: it has not waited yet, and nobody has decided about it. Its other parts
     * may have gone out, so {@link #served(Mail)} stays.
     *
     * @param key the key that it has from now on
     */
    public static void beginAnew(Mail mail, String key) {
        NAMES.stream().filter(name -> !name.equals(SERVED)).forEach(mail::removeAttribute);
        giveKey(mail, key);
    }

    /** Takes all marks off a mail. */
    static void removeFrom(Mail mail) {
        NAMES.forEach(mail::removeAttribute);
    }

    /** Returns whether an attribute is one of them. */
    static boolean isMark(Attribute attribute) {
        return NAMES.contains(attribute.getName());
    }

    static Stream<String> words(Mail mail, AttributeName name) {
        return string(mail, name).stream()
                .flatMap(words -> Stream.of(words.split(" ", -1)))
                .filter(word -> !word.isEmpty());
    }

    private static Optional<String> string(Mail mail, AttributeName name) {
        return mail.getAttribute(name).flatMap(attribute -> attribute.getValue().valueAs(String.class));
    }
}
