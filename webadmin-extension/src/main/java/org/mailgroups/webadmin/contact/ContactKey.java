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
package org.mailgroups.webadmin.contact;

import java.util.UUID;

/** Which contact a row of an import means. */
sealed interface ContactKey {
    /** One that exists. */
    record Known(UUID id) implements ContactKey {}

    /**
     * None that exists.
     *
     * @param fresh what tells it from the others of the file
     */
    record Fresh(String fresh) implements ContactKey {}

    /** One that exists, unless another row has the better claim to it: then one to be made. */
    record Likely(UUID id, String fresh) implements ContactKey {}

    /** What a row with an identifier says of itself. */
    static String byIdentifier(String identifier) {
        return IDENTIFIER + identifier;
    }

    /** The beginning of {@link #byIdentifier}. */
    String IDENTIFIER = "identifier:";
}
