// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.smtp;

import com.google.common.collect.ImmutableMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPRetCode;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HeloHook;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.james.protocols.smtp.hook.MailParametersHook;
import org.apache.james.protocols.smtp.hook.RcptHook;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.DsnParameters.EnvId;
import org.apache.mailet.DsnParameters.Notify;
import org.apache.mailet.DsnParameters.RecipientDsnParameters;
import org.apache.mailet.DsnParameters.Ret;
import org.apache.mailet.DsnParameters.XText;
import org.apache.mailet.Mail;

/**
 * Takes the parameters by which a client says what it wishes to be told about its recipients (RFC 3461), and notes them
 * where James' mailets look for them. It is for the port of users: what a stranger wishes would reach somebody else.
 *
 * <pre><code>
 * &lt;handler class="org.mailgroups.server.smtp.ReportWishes"/&gt;
 * </code></pre>
 *
 * <p>A parameter that cannot be read is refused with 501. James' own handlers end the connection there. It stands behind
 * the handlers that check recipients. Thread-safe.
 */
public final class ReportWishes implements HeloHook, MailParametersHook, RcptHook, JamesMessageHook {
    /** RFC 3461 5.4. */
    private static final int MAX_ENVID = 100;

    private static final int MAX_ORCPT = 500;

    private static final AttachmentKey<Envelope> ENVELOPE = AttachmentKey.of("org.mailgroups.wishes", Envelope.class);

    /** What is known of a transaction so far. One thread at a time uses it. */
    private static final class Envelope {
        private EnvId id;
        private Ret returned;
        private final Map<MailAddress, RecipientDsnParameters> recipients = new HashMap<>();
    }

    private static Envelope envelope(SMTPSession session) {
        return session.getAttachment(ENVELOPE, State.Transaction).orElseGet(() -> {
            Envelope fresh = new Envelope();
            session.setAttachment(ENVELOPE, fresh, State.Transaction);
            return fresh;
        });
    }

    @Override
    public Set<String> implementedEsmtpFeatures(SMTPSession session) {
        return Set.of("DSN");
    }

    @Override
    public HookResult doHelo(SMTPSession session, String helo) {
        return HookResult.DECLINED;
    }

    @Override
    public String[] getMailParamNames() {
        return new String[] {DsnParameters.RET_PARAMETER, DsnParameters.ENVID_PARAMETER};
    }

    @Override
    public HookResult doMailParameter(SMTPSession session, String name, String value) {
        if (name.equals(DsnParameters.RET_PARAMETER)) {
            Optional<Ret> returned = Ret.parse(value);
            returned.ifPresent(known -> envelope(session).returned = known);
            return returned.isPresent() ? HookResult.DECLINED : refused("RET must be FULL or HDRS");
        }
        if (value.isEmpty() || value.length() > MAX_ENVID || !XText.isValid(value)) {
            return refused("ENVID must be xtext of at most " + MAX_ENVID + " characters");
        }
        envelope(session).id = EnvId.of(value);
        return HookResult.DECLINED;
    }

    @Override
    public Set<String> supportedParameters() {
        return Set.of(DsnParameters.NOTIFY_PARAMETER, DsnParameters.ORCPT_PARAMETER);
    }

    @Override
    public HookResult doRcpt(
            SMTPSession session, MaybeSender sender, MailAddress recipient, Map<String, String> given) {
        Optional<EnumSet<Notify>> notify = Optional.empty();
        if (given.containsKey(DsnParameters.NOTIFY_PARAMETER)) {
            notify = notify(given.get(DsnParameters.NOTIFY_PARAMETER));
            if (notify.isEmpty()) {
                return refused("NOTIFY must be NEVER, or some of SUCCESS, FAILURE and DELAY");
            }
        }
        String original = given.getOrDefault(DsnParameters.ORCPT_PARAMETER, "");
        if (given.containsKey(DsnParameters.ORCPT_PARAMETER) && !isTyped(original)) {
            return refused("ORCPT must be a type of address, a semicolon and xtext");
        }
        RecipientDsnParameters.of(notify, address(original))
                .ifPresent(wish -> envelope(session).recipients.put(recipient, wish));
        return HookResult.DECLINED;
    }

    private static Optional<EnumSet<Notify>> notify(String value) {
        try {
            return Optional.of(Notify.parse(value));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isTyped(String original) {
        int semicolon = original.indexOf(';');
        return semicolon > 0
                && original.length() <= MAX_ORCPT
                && semicolon + 1 < original.length()
                && XText.isValid(original.substring(semicolon + 1));
    }

    /** Returns the address of a type that James knows; empty for another one, which is taken and not kept. */
    private static Optional<MailAddress> address(String original) {
        if (!original.toLowerCase(Locale.ROOT).startsWith(DsnParameters.RFC_822_PREFIX)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new MailAddress(original.substring(DsnParameters.RFC_822_PREFIX.length())));
        } catch (AddressException e) {
            return Optional.empty();
        }
    }

    private static HookResult refused(String reason) {
        return HookResult.builder()
                .hookReturnCode(HookReturnCode.deny())
                .smtpReturnCode(SMTPRetCode.SYNTAX_ERROR_ARGUMENTS)
                .smtpDescription("5.5.4 " + reason)
                .build();
    }

    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        session.getAttachment(ENVELOPE, State.Transaction)
                .flatMap(envelope -> DsnParameters.of(
                        Optional.ofNullable(envelope.id),
                        Optional.ofNullable(envelope.returned),
                        ImmutableMap.copyOf(envelope.recipients)))
                .ifPresent(mail::setDsnParameters);
        return HookResult.DECLINED;
    }
}
