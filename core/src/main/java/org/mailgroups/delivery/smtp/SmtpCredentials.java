// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.smtp;

/**
 * The name and the password by which a gateway knows us (RFC 4954).
 *
 * @param plainTextAllowed whether they may go over a connection that is not encrypted
 */
public record SmtpCredentials(String user, String password, boolean plainTextAllowed) {
    private static final int MAX_LENGTH = 255;

    public SmtpCredentials {
        check("user", user);
        check("password", password);
    }

    private static void check(String field, String value) {
        if (value.isEmpty() || value.length() > MAX_LENGTH || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    field + " of the gateway has 1 to " + MAX_LENGTH + " characters, and none of them is NUL");
        }
    }

    /** Returns the user alone: the password is for nobody's log. */
    @Override
    public String toString() {
        return "SmtpCredentials[" + user + "]";
    }
}
