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
package org.mailgroups.webadmin.contact;

import java.util.List;
import java.util.Locale;
import org.mailgroups.contact.CorrespondenceMessage;

/**
 * A message of a user's correspondence as JSON.
 *
 * @param direction {@code sent} or {@code received}
 */
public record CorrespondenceView(
        String messageId, String date, String direction, String subject, List<String> attachments) {
    static CorrespondenceView of(CorrespondenceMessage message) {
        return new CorrespondenceView(
                message.messageId(),
                message.date().toString(),
                message.direction().name().toLowerCase(Locale.ROOT),
                message.subject(),
                message.attachments());
    }
}
