// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.moderation;

import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.mailgroups.james.message.BodyText;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.james.message.HeaderText;

/**
 * The part of a message that administrators are shown: its subject, and the text near its beginning. Only the beginning
 * is looked at. Nothing in it can make this fail: a part that cannot be read is not shown.
 *
 * @param text not yet cut into lines, with whatever characters the author has put there
 */
record Excerpt(String subject, String text) {
    /**
     * Returns the excerpt of a message.
     *
     * @param header the message's own, as it came
     */
    static Excerpt of(MimeMessage message, HeaderFields header) throws MessagingException {
        return new Excerpt(HeaderText.of(header, "subject").orElse(""), BodyText.plain(message));
    }
}
