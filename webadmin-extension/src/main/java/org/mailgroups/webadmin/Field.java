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

import java.util.function.Supplier;
import org.mailgroups.group.InvalidValueException;

/** Puts the name of a field in front of what is wrong with its value. */
public final class Field {
    private Field() {}

    /**
     * The value that comes out of {@code reading}.
     *
     * @throws InvalidValueException naming {@code field}, if the reading throws one
     */
    public static <T> T named(String field, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (InvalidValueException e) {
            InvalidValueException named = new InvalidValueException(field + ": " + e.getMessage());
            named.initCause(e);
            throw named;
        }
    }
}
