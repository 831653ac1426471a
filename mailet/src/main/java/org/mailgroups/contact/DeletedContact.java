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

import java.util.List;
import org.mailgroups.group.Address;

/**
 * A contact as it was when it was deleted.
 *
 * @param memberships the groups in which it was a member, and is not any more
 */
public record DeletedContact(Contact contact, List<Address> memberships) {
    public DeletedContact {
        memberships = List.copyOf(memberships);
    }
}
