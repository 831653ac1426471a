// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.message;

import javax.mail.MessagingException;
import org.mailgroups.distribution.Decision;

/** A header is larger than anybody's program makes it. Nothing of it was kept in memory. */
public final class HeaderLimitException extends MessagingException {

    HeaderLimitException() {
        super("The header is larger than " + HeaderFields.MAX_BYTES + " octets or " + HeaderFields.MAX_FIELDS
                + " fields");
    }

    /** Returns the answer to the message's sender. */
    public Decision.Refuse refusal() {
        return new Decision.Refuse(Decision.Cause.MALFORMED, getMessage());
    }
}
