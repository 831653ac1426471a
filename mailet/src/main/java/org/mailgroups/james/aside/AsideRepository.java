// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.aside;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import javax.mail.MessagingException;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.mailrepository.api.MailKey;
import org.apache.james.mailrepository.api.MailRepository;
import org.apache.james.metrics.api.Metric;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.james.message.OctetCopy;

/**
 * A mail repository that is kept within bounds. Over a bound, the oldest mails go; the audit trail has a line for each.
 *
 * <p>It knows names, ages and sizes of all that lies there, at about 200 bytes each. It asks the repository for its
 * names only at the start, each hour, and when a bound is reached. Thread-safe.
 */
final class AsideRepository {

    private final String url;
    private final MailRepository mails;
    private final AsideBounds bounds;
    private final Metric dropped;

    private final Map<String, AsideName> known = new HashMap<>();
    private long bytes;

    AsideRepository(String url, MailRepository mails, AsideBounds bounds, Metric dropped) {
        this.url = url;
        this.mails = mails;
        this.bounds = bounds;
        this.dropped = dropped;
    }

    AsideBounds bounds() {
        return bounds;
    }

    /** Keeps a mail under a name that no other one has. The mail itself keeps its name. */
    void store(Mail mail, Instant now) throws MessagingException {
        AsideName name = AsideName.of(mail.getName(), now, mail.getMessageSize());
        MailImpl copy = OctetCopy.of(mail);
        try {
            copy.setName(name.name());
            mails.store(copy);
        } finally {
            LifecycleUtil.dispose(copy);
        }
        added(name);
    }

    private synchronized void added(AsideName name) throws MessagingException {
        add(name);
        if (bounds.isExceeded(bytes, known.size())) {
            read();
            dropOldest(name);
        }
    }

    /** Reads again what lies there, and lets go what is too old or too much. */
    synchronized void tidy(Instant now) throws MessagingException {
        read();
        Instant oldest = now.minus(bounds.maxAge());
        for (AsideName name : known.values().stream()
                .filter(name -> name.at().isBefore(oldest))
                .toList()) {
            drop(name, "expired");
        }
        if (bounds.isExceeded(bytes, known.size())) {
            dropOldest(null);
        }
    }

    /** Says how full it is, if little room is left. */
    synchronized Optional<String> nearlyFull() {
        return bounds.isNearlyReached(bytes, known.size())
                ? Optional.of(url + " has " + known.size() + " of " + bounds.maxMails() + " mails and " + bytes + " of "
                        + bounds.maxBytes() + " bytes")
                : Optional.empty();
    }

    private void add(AsideName name) {
        if (known.put(name.name(), name) == null) {
            bytes += name.bytes();
        }
    }

    /** Mails may come and go without us: a postmaster sends them again, and James puts some there by itself. */
    private void read() throws MessagingException {
        Map<String, AsideName> before = new HashMap<>(known);
        known.clear();
        bytes = 0;
        for (Iterator<MailKey> keys = mails.list(); keys.hasNext(); ) {
            String key = keys.next().asString();
            AsideName name = before.get(key);
            Optional.ofNullable(name)
                    .or(() -> AsideName.parse(key))
                    .or(() -> look(key))
                    .ifPresent(this::add);
        }
    }

    /** Returns age and size of a mail whose name does not tell; empty if it cannot be read now. */
    private Optional<AsideName> look(String key) {
        Mail mail = null;
        try {
            mail = mails.retrieve(new MailKey(key));
            return mail == null
                    ? Optional.empty()
                    : Optional.of(new AsideName(key, mail.getLastUpdated().toInstant(), mail.getMessageSize()));
        } catch (MessagingException e) {
            return Optional.empty();
        } finally {
            LifecycleUtil.dispose(mail);
        }
    }

    /**
     * Makes room.
     *
     * @param newest goes last, even if others came in the same instant; null if none has just come
     */
    private void dropOldest(AsideName newest) throws MessagingException {
        Queue<AsideName> oldest = new PriorityQueue<>(
                Comparator.comparing((AsideName name) -> name.equals(newest)).thenComparing(AsideName::at));
        oldest.addAll(known.values());
        while (known.size() > 1 && !bounds.leavesRoom(bytes, known.size())) {
            drop(oldest.remove(), "no room");
            dropped.increment();
        }
    }

    private void drop(AsideName name, String reason) throws MessagingException {
        mails.remove(new MailKey(name.name()));
        known.remove(name.name());
        bytes -= name.bytes();
        AuditTrail.note(
                "dropped",
                "message",
                name.name(),
                "repository",
                url,
                "setAside",
                name.at(),
                "bytes",
                name.bytes(),
                "reason",
                reason);
    }
}
