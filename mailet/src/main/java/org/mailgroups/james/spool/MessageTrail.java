// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.util.Collection;
import java.util.List;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.distribution.Expansion;
import org.mailgroups.distribution.Recipient;
import org.mailgroups.moderation.HeldMessage;
import org.mailgroups.moderation.Verdict;
import org.mailgroups.value.Address;

/**
 * Says in the audit trail what happened to a message, so that a postmaster can prove it. The log is that of {@link
 * AuditTrail}, which says who changed what. It names addresses, and never shows a body. Thread-safe.
 */
public final class MessageTrail {
    private MessageTrail() {}

    static void distributed(Mail mail, Expansion.Complete plan) {
        AuditTrail.noteEach(
                "distributed",
                "to",
                addresses(mail.getRecipients()),
                "message",
                mail.getName(),
                "sender",
                mail.getMaybeSender().asString(),
                "recipients",
                plan.recipients().size(),
                "direct",
                plan.untouched().size(),
                "excluded",
                plan.excluded().size());
        plan.unreachable().forEach((member, reason) -> unreachable(mail, member, reason));
    }

    /** Says who gets no copy, since too many have failed. */
    static void notSent(Mail mail, Collection<Recipient> suspended) {
        if (!suspended.isEmpty()) {
            AuditTrail.noteEach(
                    "not-sent",
                    "suspended",
                    suspended.stream().map(Recipient::address).toList(),
                    "message",
                    mail.getName());
        }
    }

    static void unreachable(Mail mail, Address member, String reason) {
        AuditTrail.note("unreachable", "message", mail.getName(), "member", member, "reason", reason);
    }

    static void refused(Mail mail, Collection<MailAddress> recipients, String reason) {
        AuditTrail.noteEach(
                "refused",
                "to",
                addresses(recipients),
                "message",
                mail.getName(),
                "sender",
                mail.getMaybeSender().asString(),
                "reason",
                reason);
    }

    public static void held(Mail mail, Address group, String reason) {
        AuditTrail.note(
                "held",
                "message",
                mail.getName(),
                "sender",
                mail.getMaybeSender().asString(),
                "group",
                group,
                "reason",
                reason);
    }

    public static void authorTold(String held, Address group, Address author) {
        AuditTrail.note("author-told", "held", held, "group", group, "to", author);
    }

    public static void announced(Address group, Collection<Address> administrators, int count) {
        AuditTrail.note("announced", "group", group, "waiting", count, "to", administrators);
    }

    public static void decided(HeldMessage message, Verdict verdict) {
        AuditTrail.note(
                verdict.state().text(),
                "held",
                message.id(),
                "by",
                verdict.by(),
                "group",
                message.group(),
                "sender",
                message.facts().sender());
    }

    public static void missing(HeldMessage message) {
        AuditTrail.note("missing", "held", message.id(), "group", message.group());
    }

    private static List<String> addresses(Collection<MailAddress> addresses) {
        return addresses.stream().map(MailAddress::asString).toList();
    }
}
