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
import java.util.Optional;
import java.util.stream.Stream;

/** Who may list a group's members, besides the postmaster. */
public enum MemberVisibility {
    MEMBERS,
    ADMINISTRATORS,
    ANYONE;

    /** The rule as callers and the store write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads what a caller wrote.
     *
     * @throws InvalidValueException if it is no rule
     */
    public static MemberVisibility parse(String text) {
        return find(text)
                .orElseThrow(() -> new InvalidValueException("must be one of members, administrators, anyone"));
    }

    /** Reads what the store holds; unknown text is the strictest rule. */
    public static MemberVisibility ofStored(String text) {
        return find(text).orElse(ADMINISTRATORS);
    }

    private static Optional<MemberVisibility> find(String text) {
        return Stream.of(values())
                .filter(visibility -> visibility.text().equals(text))
                .findFirst();
    }

    /**
     * Whether somebody may list the members.
     *
     * @param postmaster sees everything
     */
    public boolean allows(boolean postmaster, boolean administrator, boolean member) {
        return postmaster
                || switch (this) {
                    case ANYONE -> true;
                    case MEMBERS -> member || administrator;
                    case ADMINISTRATORS -> administrator;
                };
    }
}
