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

import java.util.Optional;

/** Which groups are wanted: all, or those of a domain, with a text in name or address, or of an administrator. Immutable. */
public final class GroupFilter {
    private static final GroupFilter ALL = new GroupFilter(null, "", null);

    private final String domain;
    private final String text;
    private final Address administrator;

    private GroupFilter(String domain, String text, Address administrator) {
        this.domain = domain;
        this.text = text;
        this.administrator = administrator;
    }

    public static GroupFilter all() {
        return ALL;
    }

    /** Only groups of this domain (lower case, A-labels). */
    public GroupFilter inDomain(String wanted) {
        return new GroupFilter(wanted, text, administrator);
    }

    /** Only groups with this text, regardless of case, in name or address. */
    public GroupFilter containing(String wanted) {
        return new GroupFilter(domain, wanted, administrator);
    }

    /** Only groups that this user administers. */
    public GroupFilter administeredBy(Address wanted) {
        return new GroupFilter(domain, text, wanted);
    }

    public Optional<String> domain() {
        return Optional.ofNullable(domain);
    }

    /** The text to be found; empty for any. */
    public String text() {
        return text;
    }

    public Optional<Address> administrator() {
        return Optional.ofNullable(administrator);
    }
}
