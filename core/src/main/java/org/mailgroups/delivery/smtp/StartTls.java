// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.smtp;

/** Whether a connection is encrypted with STARTTLS (RFC 3207). */
public enum StartTls {
    /** It is not, even if the server offers it. */
    NEVER,
    /** It is if the server offers it and it works; else mail goes in plain text. */
    OPPORTUNISTIC,
    /** It is, or nothing is sent. */
    REQUIRED
}
