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

import java.util.Locale;
import org.mailgroups.group.InvalidValueException;
import org.mailgroups.group.Text;

/**
 * The name of a contact group: one line, not empty.
 *
 * @param text as it was written
 */
public record ContactGroupName(String text) {
    /** The longest name, in characters. */
    public static final int MAX_LENGTH = 100;

    public ContactGroupName {
        text = Text.line("name", text, MAX_LENGTH);
        if (text.isEmpty()) {
            throw new InvalidValueException("name is empty");
        }
    }

    /** The form in which names are compared. */
    public String key() {
        return text.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return text;
    }
}
