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
package org.mailgroups.webadmin.group;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.mailgroups.group.HeldMessage;
import org.mailgroups.group.HeldMessageContent.HeaderField;
import org.mailgroups.group.NewHeldMessage;

/**
 * A held message as JSON.
 *
 * @param sender MAIL FROM; empty for the null sender
 * @param receivedAt ISO 8601 in UTC
 * @param size in bytes
 * @param headers in the order in which they stand in the message; null, and absent, in a list
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record HeldMessageView(
        String id,
        String sender,
        String subject,
        String receivedAt,
        long size,
        String reason,
        List<HeaderField> headers) {
    static HeldMessageView of(HeldMessage message) {
        return of(message, null);
    }

    static HeldMessageView of(HeldMessageService.Shown shown) {
        return of(shown.message(), shown.header());
    }

    private static HeldMessageView of(HeldMessage message, List<HeaderField> headers) {
        NewHeldMessage facts = message.facts();
        return new HeldMessageView(
                facts.id(),
                facts.sender(),
                facts.subject(),
                facts.receivedAt().toString(),
                facts.sizeBytes(),
                facts.reason(),
                headers);
    }
}
