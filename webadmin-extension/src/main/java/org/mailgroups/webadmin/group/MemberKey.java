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
package org.mailgroups.webadmin.group;

import java.util.UUID;
import org.mailgroups.group.Address;

/** Whom a row of an import of members names. */
sealed interface MemberKey {
    Address address();

    /** An address, be it that of a user, a group or somebody external. */
    record OfAddress(Address address) implements MemberKey {}

    /** A shared contact, with the address that it has when the row is read. */
    record OfContact(Address address, UUID contact) implements MemberKey {}
}
