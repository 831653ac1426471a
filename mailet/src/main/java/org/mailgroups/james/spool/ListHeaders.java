// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.util.ArrayList;
import java.util.List;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.RoleEnding;
import org.mailgroups.group.setting.Unsubscribe;
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

    /**
     * Returns the fields by which a group's copy is recognised.
     *
     * @param hasOwn whether each recipient gets an own List-Unsubscribe when the copy is sent
     */
    static List<String> of(GroupEntry group, boolean hasOwn) {
        List<String> fields = new ArrayList<>(List.of(
                "List-Id: " + HeaderWords.named(group.name(), group.listId().text(), 9),
                "List-Post: " + mailto(group.address(), ""),
                "List-Owner: " + mailto(RoleEnding.OWNER.at(group.address()), ""),
                "List-Help: " + mailto(RoleEnding.REQUEST.at(group.address()), "?subject=help")));
        if (!hasOwn && group.settings().copies().unsubscribe() != Unsubscribe.NONE) {
            fields.add("List-Unsubscribe: " + mailto(RoleEnding.LEAVE.at(group.address()), ""));
        }
        return fields;
    }

    static boolean isListField(HeaderFields.Field field) {
        return field.name().startsWith(BEGINNING);
    }

    /** Returns an address as a URL in angle brackets. */
    private static String mailto(Address address, String query) {
        return "<mailto:" + PercentCoding.encodeSegment(address.localPart()) + '@' + address.domain() + query + '>';
    }
}
