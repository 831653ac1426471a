// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.right;

import org.mailgroups.value.Address;

/**
 * The one thing that an act is about, such as a held message. A link is good for one of them.
 *
 * @param id the identity that stays, whatever else of the thing changes; as it came, for a held message or
 *     a request to join
 */
public record Thing(Kind kind, String id) {
    /** The kinds of things. */
    public enum Kind {
        SERVER,
        PERSON,
        GROUP,
        HELD_MESSAGE,
        JOIN_REQUEST
    }

    /** What acts are about that are about no other thing. */
    public static final Thing SERVER = new Thing(Kind.SERVER, "");

    public static Thing person(Address address) {
        return new Thing(Kind.PERSON, address.key());
    }

    /**
     * Returns a group.
     *
     * @param id its identity in the store
     */
    public static Thing group(long id) {
        return new Thing(Kind.GROUP, Long.toString(id));
    }

    public static Thing joinRequest(String id) {
        return new Thing(Kind.JOIN_REQUEST, id);
    }

    public static Thing heldMessage(String id) {
        return new Thing(Kind.HELD_MESSAGE, id);
    }
}
