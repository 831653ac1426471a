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
import org.mailgroups.distribution.Cursor;
import org.mailgroups.value.Address;

/**
 * The state that a message in distribution carries through the queue, as mail attributes: the chunk it has come to, the
 * groups that take it, and the addresses that are served already. A restart goes on from here.
 *
 * @param admitted the ids of the groups that take the message
 * @param served see {@link #served(Mail)}
 */
public record Progress(Cursor cursor, Set<Long> admitted, List<Address> served) {
    private static final AttributeName CURSOR = AttributeName.of("org.mailgroups.cursor");
    private static final AttributeName SERVED = AttributeName.of("org.mailgroups.served");
    private static final AttributeName ADMITTED = AttributeName.of("org.mailgroups.admitted");
    private static final Set<AttributeName> NAMES = Set.of(
            CURSOR,
            ADMITTED,
            SERVED,
            WaitingRoom.NOT_BEFORE,
            WaitingRoom.WAITING_SINCE,
            OutgoingPace.SEEN_QUEUED,
            Gate.APPROVED_FOR);

    /** Returns the state that a mail carries; empty for a message that has just come in. */
    public static Optional<Progress> of(Mail mail) {
        return string(mail, CURSOR)
                .flatMap(Cursor::parse)
                .map(cursor -> new Progress(cursor, admitted(mail), served(mail)));
    }

    /**
     * Returns the final addresses that other parts of the same message serve, or have served. They must not get it from
     * this part as well. Empty if there are none.
     */
    public static List<Address> served(Mail mail) {
        return words(mail, SERVED).map(Address::parse).toList();
    }

    private static Set<Long> admitted(Mail mail) {
        return words(mail, ADMITTED).map(Long::valueOf).collect(Collectors.toSet());
    }

    private static Stream<String> words(Mail mail, AttributeName name) {
        return string(mail, name).stream()
                .flatMap(words -> Stream.of(words.split(" ")))
                .filter(word -> !word.isEmpty());
    }

    private static Optional<String> string(Mail mail, AttributeName name) {
        return mail.getAttribute(name).flatMap(attribute -> attribute.getValue().valueAs(String.class));
    }

    /** Returns the attributes that carry this state. */
    Collection<Attribute> attributes() {
        String ids = admitted.stream().map(String::valueOf).collect(Collectors.joining(" "));
        return List.of(
                new Attribute(CURSOR, AttributeValue.of(cursor.toString())),
                new Attribute(ADMITTED, AttributeValue.of(ids)),
                servedAttribute(served));
    }

    /**
     * Returns the attribute from which {@link #served} reads, for a part of a message that is distributed later, or
     * never.
     */
    public static Attribute servedAttribute(Collection<Address> served) {
        return new Attribute(
                SERVED,
                AttributeValue.of(served.stream().map(Address::key).distinct().collect(Collectors.joining(" "))));
    }

    /**
     * Makes a mail one that has just come in: it has not waited yet, and no chunk of it was sent. Its other parts may
     * have gone out, so {@link #served} stays.
     */
    public static void beginAnew(Mail mail) {
        NAMES.stream().filter(name -> !name.equals(SERVED)).forEach(mail::removeAttribute);
    }

    /** Takes the state off a mail that does not go on. */
    static void removeFrom(Mail mail) {
        NAMES.forEach(mail::removeAttribute);
    }

    /** Returns whether an attribute belongs to the state of one mail and means nothing for its copies. */
    static boolean isProgress(Attribute attribute) {
        return NAMES.contains(attribute.getName());
    }
}
