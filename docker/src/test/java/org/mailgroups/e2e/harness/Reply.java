// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import java.util.List;

/**
 * A server's answer to one SMTP command.
 *
 * @param lines the text of each line, without the code
 */
public record Reply(int code, List<String> lines) {
    public Reply {
        lines = List.copyOf(lines);
    }

    public boolean isPositive() {
        return code >= 200 && code < 400;
    }

    public boolean isPermanentFailure() {
        return code >= 500 && code < 600;
    }

    /** Returns the whole answer in one line, for example {@code 550 5.1.1 Unknown user: x@example.org}. */
    public String text() {
        return code + " " + String.join(" / ", lines);
    }

    @Override
    public String toString() {
        return text();
    }
}
