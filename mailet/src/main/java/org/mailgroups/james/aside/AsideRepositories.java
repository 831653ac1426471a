// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.aside;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.mailrepository.api.MailRepository;
import org.apache.james.mailrepository.api.MailRepositoryStore;
import org.apache.james.mailrepository.api.MailRepositoryStore.MailRepositoryStoreException;
import org.apache.james.mailrepository.api.MailRepositoryUrl;
import org.apache.james.mailrepository.api.Protocol;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.mailet.Mail;
import org.mailgroups.audit.LogText;
import org.mailgroups.work.Rounds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The repositories of mail that is set aside. Each hour, what is too old goes. Thread-safe. */
public final class AsideRepositories {
    private static final Logger LOGGER = LoggerFactory.getLogger(AsideRepositories.class);

    private static final int PERIOD_SECONDS = 3600;

    private final MailRepositoryStore store;
    private final MetricFactory metrics;
    private final Clock clock;
    private final Map<String, AsideRepository> opened = new ConcurrentHashMap<>();
    private final Rounds rounds = new Rounds("mail-set-aside", PERIOD_SECONDS, this::tidy);

    @Inject
    public AsideRepositories(MailRepositoryStore store, MetricFactory metrics, Clock clock) {
        this.store = store;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Opens a repository, and begins to keep it within bounds. It may be opened again with the same bounds.
     *
     * @throws MessagingException if there is no such repository, or it was opened with other bounds
     */
    public void open(String url, AsideBounds bounds) throws MessagingException {
        AsideRepository repository =
                new AsideRepository(url, select(url), bounds, metrics.generate("groupsDroppedFromRepositories"));
        AsideRepository present = opened.putIfAbsent(url, repository);
        if (present == null) {
            tidy(url, repository);
        } else if (!present.bounds().equals(bounds)) {
            throw new MessagingException(
                    "maxBytes, maxMails and maxDays of " + url + " must be the same wherever it is named");
        }
    }

    private MailRepository select(String url) throws MessagingException {
        try {
            return store.select(MailRepositoryUrl.from(withProtocol(url)));
        } catch (MailRepositoryStoreException | IllegalArgumentException e) {
            throw new MessagingException("repositoryPath names no mail repository: " + url, e);
        }
    }

    /** A path without a protocol is under James' default one, which {@code mailrepositorystore.xml} names. */
    private String withProtocol(String url) {
        return url.contains("://")
                ? url
                : store.defaultProtocol().map(Protocol::getValue).orElse("file") + "://" + url;
    }

    /** Keeps a mail in a repository that was opened. */
    public void store(String url, Mail mail) throws MessagingException {
        opened.get(url).store(mail, clock.instant());
    }

    private void tidy() {
        opened.forEach(this::tidy);
    }

    /** Lets go what is too old or too much. A failure is logged, and the work is due again in the next hour. */
    private void tidy(String url, AsideRepository repository) {
        try {
            repository.tidy(clock.instant());
        } catch (MessagingException | RuntimeException e) {
            // The other repositories are tidied all the same.
            LOGGER.error("The mail repository {} cannot be tidied now", LogText.neutral(url), LogText.neutral(e));
        }
    }

    /** Returns what is to be said of repositories that are nearly full. */
    public List<String> nearlyFull() {
        return opened.values().stream()
                .flatMap(repository -> repository.nearlyFull().stream())
                .sorted()
                .toList();
    }

    @PreDestroy
    public void close() {
        rounds.close();
    }
}
