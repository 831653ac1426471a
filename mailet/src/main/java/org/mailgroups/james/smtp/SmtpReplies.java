// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.smtp;

import org.apache.james.protocols.smtp.SMTPRetCode;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.mailgroups.distribution.Decision;

/**
 * Translates refusals into SMTP. It is the one table of codes (RFC 5321 4.2) and enhanced status (RFC 3463): RCPT,
 * DATA, refusals in the spool and notices all use it.
 */
public final class SmtpReplies {
    /**
     * The translation of one kind of refusal.
     *
     * @param code for a client that still waits for the answer
     * @param status for the same
     * @param laterStatus for a message that was accepted before and cannot be put off any more
     */
    private record Row(String code, String status, String laterStatus) {
        Row(String code, String status) {
            this(code, status, status);
        }
    }

    private SmtpReplies() {}

    private static Row row(Decision.Cause cause) {
        return switch (cause) {
            case NOT_ALLOWED -> new Row(SMTPRetCode.MAILBOX_PERM_UNAVAILABLE, "5.7.1");
            case TOO_LARGE -> new Row(SMTPRetCode.QUOTA_EXCEEDED, "5.3.4");
            case MALFORMED -> new Row(SMTPRetCode.TRANSACTION_FAILED, "5.6.0");
            case LOOP -> new Row(SMTPRetCode.MAILBOX_PERM_UNAVAILABLE, "5.4.6");
            case NOBODY_REACHED, OVER_LIMIT -> new Row(SMTPRetCode.MAILBOX_PERM_UNAVAILABLE, "5.2.4");
                // Administrators can empty the queue, so a client may try again.
            case QUEUE_FULL -> new Row(SMTPRetCode.SYSTEM_STORAGE_ERROR, "4.2.2", "5.2.2");
            case TOO_OFTEN -> new Row(SMTPRetCode.SYSTEM_STORAGE_ERROR, "4.3.2", "5.3.2");
            case GROUP_GONE -> new Row(SMTPRetCode.MAILBOX_PERM_UNAVAILABLE, "5.1.6");
            case UNAVAILABLE -> new Row(SMTPRetCode.LOCAL_ERROR, "4.3.0");
        };
    }

    /** Returns the answer to a client at RCPT or after DATA. */
    public static HookResult answer(Decision.Refuse refusal) {
        Row row = row(refusal.cause());
        return HookResult.builder()
                .hookReturnCode(row.status().startsWith("4") ? HookReturnCode.denySoft() : HookReturnCode.deny())
                .smtpReturnCode(row.code())
                .smtpDescription(row.status() + ' ' + refusal.reason())
                .build();
    }

    /** Returns the error text of a message that was accepted, and is refused now. */
    public static String errorText(Decision.Refuse refusal) {
        return row(refusal.cause()).laterStatus() + ' ' + refusal.reason();
    }

    /** Returns the diagnostic text of a notice about a message that was accepted: always a permanent failure. */
    public static String diagnostic(Decision.Refuse refusal) {
        return SMTPRetCode.MAILBOX_PERM_UNAVAILABLE + ' ' + errorText(refusal);
    }
}
