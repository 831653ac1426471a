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
package org.mailgroups.distribution;

/** Whether a message to a group may go on. The reasons are sentences that a sender understands. */
public sealed interface Decision {
    /** It goes to the members. */
    record Accept() implements Decision {}

    /** It waits for an administrator. */
    record Hold(String reason) implements Decision {}

    /** It is refused. */
    record Refuse(Cause cause, String reason) implements Decision {}

    /** What kind of refusal it is, for the edge to translate. */
    enum Cause {
        /** Who writes may not. */
        NOT_ALLOWED,
        /** The message is larger than the group takes. */
        TOO_LARGE
    }
}
