// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.util.List;
import java.util.stream.Stream;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.RoleEnding;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.value.Address;
import org.mailgroups.value.PercentCoding;

/**
 * The header fields by which a member's mail client recognises a group, and knows how to act on it: List-Id (RFC 2919)
 * and the others of RFC 2369. There is at most one of each List-* field. All that another list, or somebody else, has
 * put into the message are taken off.
 */
final class ListHeaders {
    private static final String BEGINNING = "list-";

    private ListHeaders() {}

    /** Returns the fields by which a group's copy is recognised. */
    static List<String> of(GroupEntry group) {
        Stream<String> fields = Stream.of(
                "List-Id: " + HeaderWords.named(group.name(), group.listId().text(), 9),
                "List-Post: " + mailto(group.address(), ""),
                "List-Owner: " + mailto(RoleEnding.OWNER.at(group.address()), ""),
                "List-Help: " + mailto(RoleEnding.REQUEST.at(group.address()), "?subject=help"));
        return Stream.concat(fields, unsubscribe(group).stream()).toList();
    }

    /** Returns the fields that say how to leave the group (RFC 2369 3.2). */
    private static List<String> unsubscribe(GroupEntry group) {
        Address leave = Address.parse(
                group.address().localPart() + "-leave@" + group.address().domain());
        return List.of("List-Unsubscribe: " + mailto(leave, ""));
    }

    static boolean isListField(HeaderFields.Field field) {
        return field.name().startsWith(BEGINNING);
    }

    private static String mailto(Address address, String query) {
        return "<mailto:" + PercentCoding.encodeSegment(address.localPart()) + '@' + address.domain() + query + '>';
    }
}
