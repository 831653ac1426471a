// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call.view;

import java.util.List;
import java.util.Locale;
import org.mailgroups.correspondence.CorrespondenceMessage;

/**
 * A message of a user's correspondence as JSON.
 *
 * @param direction {@code sent} or {@code received}
 */
public record CorrespondenceView(
        String messageId, String date, String direction, String subject, List<String> attachments) {
    public static CorrespondenceView of(CorrespondenceMessage message) {
        return new CorrespondenceView(
                message.messageId(),
                message.date().toString(),
                message.direction().name().toLowerCase(Locale.ROOT),
                message.subject(),
                message.attachments());
    }
}
