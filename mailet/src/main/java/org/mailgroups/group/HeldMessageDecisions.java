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

/**
 * The port to those who carry out decisions about held messages. Thread-safe.
 */
public interface HeldMessageDecisions {
    /**
     * Decides about a message, if nobody has before, and carries it out: what is approved goes to the group as it is, of what is rejected the author is told, if that is a user of this server.
     *
     * @return the message with the decision that counts, which may be another one
     * @throws NotFoundException if there is no such message
     * @throws StoreUnavailableException if the message or the store cannot be reached now
     */
    HeldMessage decide(HeldMessage message, Verdict verdict);
}
