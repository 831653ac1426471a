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
package org.mailgroups.webadmin;

import org.mailgroups.group.Address;
import org.mailgroups.group.InvalidValueException;

/** Reads the names of mail domains. */
public final class DomainName {
    private static final int MAX_SHOWN = 40;

    private DomainName() {}

    /**
     * A domain in lower case A-labels.
     *
     * @throws InvalidValueException naming {@code field}, if it is none that an address can have
     */
    public static String parse(String field, String text) {
        try {
            return Address.parse("x@" + text).domain();
        } catch (InvalidValueException e) {
            // What an address says about its own parts would not be about what was given.
            String shown = text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "..." : text;
            InvalidValueException named = new InvalidValueException(field + ": '" + shown + "' is not a host name");
            named.initCause(e);
            throw named;
        }
    }
}
