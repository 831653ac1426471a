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
package org.mailgroups.store;

import org.mailgroups.contact.Contact;
import org.mailgroups.group.Address;

/** A contact before and after a change. */
record ContactChange(Contact before, Contact after) {
    boolean isAddressNew() {
        return !before.details()
                .preferred()
                .map(Address::key)
                .equals(after.details().preferred().map(Address::key));
    }

    boolean isNameNew() {
        return !before.details().name().equals(after.details().name());
    }

    boolean isIdentifierNew() {
        return !before.details()
                .identifier()
                .map(SearchText::folded)
                .equals(after.details().identifier().map(SearchText::folded));
    }

    boolean isUidNew() {
        return !before.card().uid().equals(after.card().uid());
    }

    /** Whether anything but the version is another. */
    boolean isAny() {
        return !before.details().equals(after.details()) || !before.card().equals(after.card());
    }
}
