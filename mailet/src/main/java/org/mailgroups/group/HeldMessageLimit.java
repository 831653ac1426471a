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

/** The port to how many messages may wait for the decision of a group's administrators. Thread-safe. */
@FunctionalInterface
public interface HeldMessageLimit {
    /** What a sender is told whose message would have to wait, where it cannot. */
    String REASON = "Too many messages wait for the group's administrators already; try again later";

    /**
     * Whether as many wait as may, so that another one is not kept. Cheap enough to be asked for each message that would have to wait.
     *
     * @throws StoreUnavailableException if that cannot be known now
     */
    boolean isReached(long groupId);
}
