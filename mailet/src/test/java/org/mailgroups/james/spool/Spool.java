// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.spool;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;

/**
 * A mailet context that keeps, as a queue does, what mailets send: the octets and the envelope at the time of sending.
 */
public final class Spool {
    /** One mail as it was sent. */
    public record Sent(String state, long delaySeconds, String content, MailImpl mail) {
        public List<String> recipients() {
            return mail.getRecipients().stream().map(MailAddress::asString).toList();
        }

        public String sender() {
            return mail.getMaybeSender().asString("<>");
        }

        public String name() {
            return mail.getName();
        }
    }

    private final List<Sent> sent = new ArrayList<>();
    private final Set<String> refused = new HashSet<>();

    /** The context through which mailets send into this spool; it can nothing else. */
    public MailetContext context() {
        return (MailetContext) Proxy.newProxyInstance(
                Spool.class.getClassLoader(), new Class<?>[] {MailetContext.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("sendMail") || !(arguments[0] instanceof Mail mail)) {
                        throw new IllegalStateException("no mailet of ours needs " + method);
                    }
                    long delay = arguments.length == 4 ? (long) arguments[2] : 0;
                    TimeUnit unit = arguments.length == 4 ? (TimeUnit) arguments[3] : TimeUnit.SECONDS;
                    keep(mail, (String) arguments[1], unit.toSeconds(delay));
                    return null;
                });
    }

    /** Takes a mail that a processor is to deliver at once, to one recipient after the other. */
    public void deliver(Mail mail) throws MessagingException {
        keep(mail, mail.getState(), 0);
        mail.setState(Mail.GHOST);
    }

    /** Takes no mail to these recipients any more. */
    public void refuse(String... recipients) {
        refused.addAll(List.of(recipients));
    }

    /** Takes mail to all again. */
    public void accept() {
        refused.clear();
    }

    public List<Sent> sent() {
        return List.copyOf(sent);
    }

    public List<Sent> sentTo(String state) {
        return sent.stream().filter(mail -> mail.state().equals(state)).toList();
    }

    /** Forgets what was sent so far. */
    public void clear() {
        sent.clear();
    }

    /** Takes out the next mail for a state, as the spooler would. */
    public MailImpl take(String state) {
        Sent next = sentTo(state).get(0);
        sent.remove(next);
        return next.mail();
    }

    private void keep(Mail mail, String state, long delaySeconds) throws MessagingException {
        if (mail.getRecipients().stream().map(MailAddress::asString).anyMatch(refused::contains)) {
            throw new MessagingException("the spool takes no such mail in a test");
        }
        mail.setState(state);
        String content = content(mail);
        requireCrlfIfItIsOurs(mail, content);
        MailImpl kept = MailImpl.duplicateWithoutMessage(mail).build();
        kept.setName(mail.getName());
        kept.setState(state);
        kept.setErrorMessage(mail.getErrorMessage());
        kept.setMessageContent(MimeMessageInputStreamSource.create(
                mail.getName(), new ByteArrayInputStream(content.getBytes(StandardCharsets.ISO_8859_1))));
        sent.add(new Sent(state, delaySeconds, content, kept));
    }

    /** Looks at every mail that our code writes, in every test: it has CRLF only (RFC 5321 2.3.8), in short lines. */
    private static void requireCrlfIfItIsOurs(Mail mail, String content) throws MessagingException {
        boolean isOurs =
                mail.getMaybeSender().isNullSender() && mail.getMessage().getHeader("Auto-Submitted") != null;
        if (isOurs && !content.matches("(?:[^\\r\\n]{0,998}+\\r\\n)*+")) {
            throw new AssertionError("A mail of ours has a bare CR or LF, or a long line: " + content);
        }
    }

    private static String content(Mail mail) throws MessagingException {
        try (InputStream octets = new MimeMessageInputStream(mail.getMessage())) {
            return new String(octets.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new MessagingException("cannot read the message", e);
        }
    }
}
