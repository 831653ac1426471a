// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import javax.mail.internet.MimeUtility;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.value.Address;
import org.mailgroups.value.PercentCoding;

/**
 * The header fields by which a member's mail client recognises a group: List-Id (RFC 2919) and List-Post (RFC 2369).
 * There is at most one of each List-* field. The fields of another list that the message came through are taken off.
 */
final class ListHeaders {
    private static final Set<String> LIST_FIELDS = Set.of(
            "list-id",
            "list-post",
            "list-help",
            "list-owner",
            "list-archive",
            "list-subscribe",
            "list-unsubscribe",
            "list-unsubscribe-post");

    private ListHeaders() {}

    /** Returns the fields by which a group's copy is recognised. */
    static List<String> of(GroupEntry group) {
        return List.of(
                "List-Id: " + phrase(group.name()) + " <" + listId(group.address()) + ">",
                "List-Post: <mailto:"
                        + PercentCoding.encodeSegment(group.address().localPart()) + '@'
                        + group.address().domain() + ">");
    }

    static boolean isListField(HeaderFields.Field field) {
        return LIST_FIELDS.contains(field.name());
    }

    /** Returns the list identifier: {@code label.domain} without {@code @}, an atom of RFC 5322 in ASCII. */
    private static String listId(Address address) {
        return PercentCoding.encodeSegment(address.localPart()) + '.' + address.domain();
    }

    private static String phrase(String name) {
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(name)) {
            try {
                return MimeUtility.fold(9, MimeUtility.encodeWord(name, "UTF-8", "B"));
            } catch (UnsupportedEncodingException e) {
                throw new IllegalStateException("every Java has UTF-8", e);
            }
        }
        return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
