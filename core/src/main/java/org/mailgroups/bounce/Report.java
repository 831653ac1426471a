// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bounce;

import java.util.Objects;
import org.mailgroups.value.Address;
import org.mailgroups.value.Text;

/**
 * What a delivery report says about one recipient.
 *
 * @param recipient the recipient that it names
 * @param status the status code (RFC 3463), such as {@code 5.1.1}; empty if there is none
 * @param diagnostic the server's words, cleaned and cut; empty if there are none
 */
public record Report(Address recipient, ReportKind kind, String status, String diagnostic) {
    /** The longest diagnostic that is kept, in characters. */
    public static final int MAX_DIAGNOSTIC = 500;

    static final int MAX_STATUS = 11;

    public Report {
        Objects.requireNonNull(recipient, "recipient");
        Objects.requireNonNull(kind, "kind");
        status = Text.cleanedLine(status, MAX_STATUS);
        diagnostic = Text.cleanedLine(diagnostic, MAX_DIAGNOSTIC);
    }
}
