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
package org.mailgroups.james;

import javax.mail.MessagingException;
import org.apache.mailet.Mail;
import org.mailgroups.distribution.GroupEntry;

/** Keeps messages for the decision of a group's administrators. Thread-safe. */
@FunctionalInterface
public interface Holding {
    /**
     * Keeps a message until it is decided about. The same mail may come again.
     *
     * @param mail only for this group
     * @return false if so many messages wait for the group already that this one is not kept
     * @throws org.mailgroups.group.StoreUnavailableException if it cannot be kept now; it may come again
     */
    boolean hold(Mail mail, GroupEntry group, String reason) throws MessagingException;
}
