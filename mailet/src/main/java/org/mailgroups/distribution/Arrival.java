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

import java.util.Set;

/**
 * One message at one group, as the storm guard sees it.
 *
 * @param message its name in the spool, which stays the same when it is tried again
 * @param groupId the group's identity in the store
 * @param sender who it is from: the authenticated user, else MAIL FROM
 * @param conversations what the message is a reply to, under every name by which other replies may know it; empty if it is no reply
 */
public record Arrival(String message, long groupId, String sender, Set<String> conversations) {
    public Arrival {
        conversations = Set.copyOf(conversations);
    }
}
