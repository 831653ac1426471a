// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import java.time.Duration;
import java.util.Set;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.util.SizeFormat;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.mailgroups.james.aside.AsideBounds;
import org.mailgroups.james.aside.AsideRepositories;
import org.mailgroups.james.delivery.ParameterNames;

/**
 * Puts mail into a mail repository, as James' {@code ToRepository} does, and keeps the repository within bounds. Two
 * parts of one mail do not replace each other there.
 *
 * <pre><code>
 * &lt;mailet match="All" class="org.mailgroups.james.SetAside"&gt;
 *     &lt;repositoryPath&gt;file://var/mail/group-refused/&lt;/repositoryPath&gt;
 * &lt;/mailet&gt;
 * </code></pre>
 *
 * <ul>
 *   <li>{@code repositoryPath}: the repository; the one parameter that must be there. Without a protocol, such as
 *       {@code var/mail/group-refused/}, it is under James' default one.
 *   <li>{@code maxBytes} (1 GiB), {@code maxMails} (10000): beyond that the oldest mails go.
 *   <li>{@code maxDays} (30): how long a mail stays.
 *   <li>{@code passThrough} (false): whether the mail goes on to the next mailet.
 * </ul>
 *
 * <p>The audit trail has a line for each mail that goes. Thread-safe once initialised.
 */
public final class SetAside extends GenericMailet {
    private static final Set<String> NAMES = Set.of("repositoryPath", "maxBytes", "maxMails", "maxDays", "passThrough");

    private final AsideRepositories repositories;

    private String url;
    private boolean passThrough;

    @Inject
    public SetAside(AsideRepositories repositories) {
        this.repositories = repositories;
    }

    @Override
    public void init() throws MessagingException {
        ParameterNames.check(this, NAMES);
        url = getInitParameter("repositoryPath", "");
        if (url.isBlank()) {
            throw new MessagingException("SetAside needs a repositoryPath, such as file://var/mail/group-refused/");
        }
        passThrough = passThrough();
        repositories.open(
                url,
                new AsideBounds(
                        maxBytes(),
                        number("maxMails", 10_000, 1_000_000),
                        Duration.ofDays(number("maxDays", 30, 3_650))));
    }

    private boolean passThrough() throws MessagingException {
        String text = getInitParameter("passThrough", "false").strip();
        if (!text.equals("true") && !text.equals("false")) {
            throw new MessagingException("passThrough must be true or false: " + text);
        }
        return text.equals("true");
    }

    private long maxBytes() throws MessagingException {
        String text = getInitParameter("maxBytes", "1 GiB").strip();
        try {
            long bytes = SizeFormat.parseAsByteCount(text);
            if (bytes > 0) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new MessagingException("maxBytes is not a size such as 128 MiB: " + text, e);
        }
        throw new MessagingException("maxBytes must be more than 0: " + text);
    }

    private int number(String name, int defaultValue, int most) throws MessagingException {
        String text = getInitParameter(name, Integer.toString(defaultValue)).strip();
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > most) {
            throw new MessagingException(name + " must be from 1 to " + most + ": " + text);
        }
        return Integer.parseInt(text);
    }

    @Override
    public String getMailetInfo() {
        return "James Mail Groups: SetAside";
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        repositories.store(url, mail);
        if (!passThrough) {
            mail.setState(Mail.GHOST);
        }
    }
}
