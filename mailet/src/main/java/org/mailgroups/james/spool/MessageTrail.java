// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.util.Collection;
import java.util.stream.Collectors;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.distribution.Expansion;
import org.mailgroups.moderation.HeldMessage;
import org.mailgroups.moderation.Verdict;
import org.mailgroups.value.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the audit trail what happened to a message, so that a postmaster can prove it. The log is that of {@link
 * AuditTrail}, which says who changed what. It names addresses, and never shows a body. Thread-safe.
 */
public final class MessageTrail {
    private static final Logger AUDIT = LoggerFactory.getLogger(AuditTrail.LOG);

    private MessageTrail() {}

    static void distributed(Mail mail, Expansion.Complete plan) {
        AUDIT.info(
                "distributed message={} sender={} to={} recipients={} direct={}",
                mail.getName(),
                mail.getMaybeSender().asString(),
                addresses(mail.getRecipients()),
                plan.recipients().size(),
                plan.untouched().size());
        plan.unreachable().forEach((member, reason) -> unreachable(mail, member, reason));
    }

    static void unreachable(Mail mail, Address member, String reason) {
        AUDIT.info("unreachable message={} member={} reason={}", mail.getName(), member, reason);
    }

    static void refused(Mail mail, Collection<MailAddress> recipients, String reason) {
        AUDIT.info(
                "refused message={} sender={} to={} reason={}",
                mail.getName(),
                mail.getMaybeSender().asString(),
                addresses(recipients),
                reason);
    }

    public static void held(Mail mail, Address group, String reason) {
        AUDIT.info(
                "held message={} sender={} group={} reason={}",
                mail.getName(),
                mail.getMaybeSender().asString(),
                group,
                reason);
    }

    public static void announced(Address group, Collection<Address> administrators, int count) {
        AUDIT.info("announced group={} count={} to={}", group, count, administrators);
    }

    public static void decided(HeldMessage message, Verdict verdict) {
        AUDIT.info(
                "{} held={} by={} group={} sender={}",
                verdict.state().text(),
                message.id(),
                AuditTrail.quoted(verdict.by()),
                message.group(),
                message.facts().sender());
    }

    public static void missing(HeldMessage message) {
        AUDIT.info(
                "missing held={} group={}: approved, but no longer in the repository", message.id(), message.group());
    }

    private static String addresses(Collection<MailAddress> addresses) {
        return addresses.stream().map(MailAddress::asString).collect(Collectors.joining(","));
    }
}
