// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.smtp;

import java.util.Map;
import org.mailgroups.value.Address;

/**
 * What became of the recipients of an envelope.
 *
 * @param begun whether it is an attempt. It is none if the connection had served before and ended meanwhile: then
 *     there are no outcomes, and a new connection is to be used
 * @param reason why it was not begun; else empty
 * @param outcomes one for each recipient of the envelope
 */
public record SmtpResult(boolean begun, String reason, Map<Address, Outcome> outcomes) {
    public SmtpResult {
        outcomes = Map.copyOf(outcomes);
    }

    static SmtpResult of(Map<Address, Outcome> outcomes) {
        return new SmtpResult(true, "", outcomes);
    }

    static SmtpResult notBegun(String reason) {
        return new SmtpResult(false, reason, Map.of());
    }
}
