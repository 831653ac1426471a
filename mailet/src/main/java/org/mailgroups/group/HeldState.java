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

/** What has become of a message that had to wait for a decision. */
public enum HeldState {
    /** It waits. */
    HELD,
    /** An administrator has let it pass. */
    APPROVED,
    /** An administrator has turned it down. */
    REJECTED,
    /** Nobody decided in time. */
    EXPIRED;

    /** The state as the store writes it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads what the store holds; unknown text lets nothing pass. */
    public static HeldState ofStored(String text) {
        return Stream.of(values())
                .filter(state -> state.text().equals(text))
                .findFirst()
                .orElse(EXPIRED);
    }
}
