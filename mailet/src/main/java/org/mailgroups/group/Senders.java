/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.group;

import java.util.Locale;
import java.util.stream.Stream;

/** Whose messages a group takes. All but {@link #ANYONE} and {@link #LISTED} rest on authentication, never on MAIL FROM or From. */
public enum Senders {
    /** Everybody. */
    ANYONE,
    /** Every authenticated user of this server. */
    INTERNAL,
    /** Authenticated members, also those of nested groups. */
    MEMBERS,
    /** Authenticated administrators. */
    ADMINISTRATORS,
    /** Nobody but the allowed senders. */
    LISTED,
    /** The stored policy is none of these: somebody edited it by hand. Nobody may post until it is set anew. */
    UNREADABLE;

    /** The policy as callers and the store write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads what a caller wrote.
     *
     * @throws InvalidValueException if it is no policy
     */
    public static Senders parse(String text) {
        Senders senders = ofStored(text);
        if (senders == UNREADABLE) {
            throw new InvalidValueException("must be one of anyone, internal, members, administrators, listed");
        }
        return senders;
    }

    /** Reads what the store holds; unknown text closes the group. */
    public static Senders ofStored(String text) {
        return Stream.of(values())
                .filter(senders -> senders.text().equals(text))
                .findFirst()
                .orElse(UNREADABLE);
    }
}
