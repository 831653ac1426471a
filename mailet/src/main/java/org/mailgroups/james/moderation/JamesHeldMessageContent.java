// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.moderation;

import com.google.common.collect.Streams;
import com.google.common.primitives.Bytes;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Provider;
import javax.inject.Singleton;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.mailrepository.api.MailKey;
import org.apache.james.mailrepository.api.MailRepository;
import org.apache.james.mailrepository.api.MailRepositoryStore;
import org.apache.james.mailrepository.api.MailRepositoryStore.MailRepositoryStoreException;
import org.apache.james.mailrepository.api.MailRepositoryUrl;
import org.apache.james.mailrepository.api.Protocol;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.mailet.Mail;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.james.message.HeaderLimitException;
import org.mailgroups.james.message.HeaderText;
import org.mailgroups.moderation.HeldMessageContent;
import org.mailgroups.value.StoreUnavailableException;

/**
 * The held messages themselves, in a mail repository of James, each with its envelope and its attributes as when it
 * came.
 *
 * <p>A message lies there as the body of another one ({@code message/rfc822}), because James' repositories write
 * headers anew: octets beyond ASCII in them would be lost, and signatures over them broken.
 *
 * <p>Thread-safe.
 */
@Singleton
final class JamesHeldMessageContent implements HeldMessageContent {
    private static final String PREFIX = "held-";
    private static final String PATH = "://var/mail/group-held/";

    private static final byte[] WRAPPING = ("Subject: A message that waits for a decision\r\n"
                    + "MIME-Version: 1.0\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: binary\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);

    private final Provider<MailRepositoryStore> repositories;
    private final ModerationConfiguration configuration;

    /**
     * The content.
     *
     * @param repositories asked when they are needed, since James configures them after it has made us
     */
    @Inject
    JamesHeldMessageContent(Provider<MailRepositoryStore> repositories, ModerationConfiguration configuration) {
        this.repositories = repositories;
        this.configuration = configuration;
    }

    private MailRepository repository() {
        MailRepositoryStore store = repositories.get();
        String url = configuration
                .repository()
                .orElseGet(() -> store.defaultProtocol().map(Protocol::getValue).orElse("file") + PATH);
        try {
            return store.select(MailRepositoryUrl.from(url));
        } catch (MailRepositoryStoreException e) {
            throw unavailable(e);
        }
    }

    private static StoreUnavailableException unavailable(Exception cause) {
        return new StoreUnavailableException("the mail repository of held messages cannot be reached", cause);
    }

    private static MailKey key(String id) {
        return new MailKey(name(id));
    }

    private static String name(String id) {
        return PREFIX + id;
    }

    /** Returns the ids of the messages that are kept here. Another node may keep others. */
    List<String> ids() {
        try {
            return Streams.stream(repository().list())
                    .map(MailKey::asString)
                    .filter(name -> name.startsWith(PREFIX))
                    .map(name -> name.substring(PREFIX.length()))
                    .toList();
        } catch (MessagingException e) {
            throw unavailable(e);
        }
    }

    /** Returns whether a message was kept before a time. */
    boolean isOlderThan(String id, Instant time) {
        Optional<Mail> mail = find(id);
        try {
            return mail.map(Mail::getLastUpdated)
                    .filter(updated -> updated.toInstant().isBefore(time))
                    .isPresent();
        } finally {
            mail.ifPresent(LifecycleUtil::dispose);
        }
    }

    /**
     * Keeps a message for the recipients it has. It replaces one that was kept under the same id.
     *
     * @param header the message's own, as it came; it takes the place of what James has made of it
     */
    void store(String id, Mail mail, HeaderFields header) {
        MailImpl kept = null;
        try (InputStream octets = new MimeMessageInputStream(mail.getMessage())) {
            octets.skipNBytes(header.length());
            InputStream beginning = new ByteArrayInputStream(Bytes.concat(WRAPPING, header.octets()));
            kept = copy(mail, id, new SequenceInputStream(beginning, octets));
            repository().store(kept);
        } catch (MessagingException | IOException e) {
            throw unavailable(e);
        } finally {
            LifecycleUtil.dispose(kept);
        }
    }

    /** Returns the same mail under another name, with another message. */
    private static MailImpl copy(Mail mail, String id, InputStream octets) throws MessagingException {
        MailImpl copy = MailImpl.duplicateWithoutMessage(mail).build();
        copy.setName(name(id));
        copy.setMessageContent(MimeMessageInputStreamSource.create(name(id), octets));
        return copy;
    }

    boolean contains(String id) {
        Optional<Mail> mail = find(id);
        mail.ifPresent(LifecycleUtil::dispose);
        return mail.isPresent();
    }

    /** Returns the message as it was when it came. The caller disposes of it. */
    private Optional<Mail> find(String id) {
        try {
            return Optional.ofNullable(repository().retrieve(key(id)));
        } catch (MessagingException e) {
            throw unavailable(e);
        }
    }

    /**
     * Returns a new mail for one recipient, with the octets and the envelope of the message when it came. The caller
     * disposes of it.
     */
    Optional<MailImpl> copyFor(String id, MailAddress recipient) {
        Optional<Mail> kept = find(id);
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream octets = new Octets(kept.get())) {
            MailImpl copy = copy(kept.get(), id, octets);
            copy.setRecipients(List.of(recipient));
            return Optional.of(copy);
        } catch (MessagingException | IOException e) {
            throw unavailable(e);
        }
    }

    void remove(String id) {
        try {
            repository().remove(key(id));
        } catch (MessagingException e) {
            throw unavailable(e);
        }
    }

    @Override
    public Optional<InputStream> open(String id) {
        Optional<Mail> mail = find(id);
        try {
            return mail.isPresent() ? Optional.of(new Octets(mail.get())) : Optional.empty();
        } catch (MessagingException | IOException e) {
            mail.ifPresent(LifecycleUtil::dispose);
            throw unavailable(e);
        }
    }

    @Override
    public Optional<List<HeaderField>> header(String id) {
        Optional<InputStream> octets = open(id);
        if (octets.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = octets.get()) {
            return Optional.of(HeaderFields.read(in).fields().stream()
                    .filter(field -> !field.name().isEmpty())
                    .map(field -> new HeaderField(
                            HeaderText.of(field.text().substring(0, field.name().length())),
                            HeaderText.of(field.value())))
                    .toList());
        } catch (IOException | HeaderLimitException e) {
            throw unavailable(e);
        }
    }

    /** The octets of the message inside a kept mail, which is disposed of when they are closed. */
    private static final class Octets extends FilterInputStream {
        private final Mail mail;

        Octets(Mail mail) throws MessagingException, IOException {
            super(new MimeMessageInputStream(mail.getMessage()));
            this.mail = mail;
            HeaderFields.read(in);
        }

        @Override
        public void close() throws IOException {
            try {
                super.close();
            } finally {
                LifecycleUtil.dispose(mail);
            }
        }
    }
}
