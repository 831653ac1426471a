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

/**
 * A message that waits for an administrator's decision, or has waited for it, as it stands in the store.
 *
 * @param facts what is known of the message
 * @param position grows with each message that is held; the key of pages
 * @param group the address that the group has now; the last one, if it was disbanded
 * @param verdict null as long as nobody has decided
 */
public record HeldMessage(NewHeldMessage facts, long position, Address group, Verdict verdict) {
    public String id() {
        return facts.id();
    }

    public HeldState state() {
        return verdict == null ? HeldState.HELD : verdict.state();
    }

    /** What was decided, if anything was. */
    public Optional<Verdict> decision() {
        return Optional.ofNullable(verdict);
    }
}
