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
package org.mailgroups.contact;

import org.mailgroups.group.Address;
import org.mailgroups.group.Text;

/**
 * One of a contact's accounts (seed line B7).
 *
 * @param label what it is, such as {@code work}; empty for nothing
 */
public record ContactEmail(Address address, String label) {
    /** The longest label, in characters. */
    public static final int MAX_LABEL_LENGTH = 50;

    public ContactEmail {
        label = Text.line("label", label, MAX_LABEL_LENGTH);
    }

    /** An account without a label. */
    public static ContactEmail of(Address address) {
        return new ContactEmail(address, "");
    }
}
