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

import java.util.UUID;

/** What becomes of the contacts of a group that is deleted. */
public sealed interface ContactsFate {
    /** There must be none. */
    record Refuse() implements ContactsFate {}

    /** They are deleted with it. */
    record Delete() implements ContactsFate {}

    /** They go to another group of the same domain. */
    record MoveTo(UUID contactGroup) implements ContactsFate {}
}
