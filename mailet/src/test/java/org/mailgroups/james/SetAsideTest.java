// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.mail.MessagingException;
import org.apache.james.core.healthcheck.Result;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.mailrepository.api.MailKey;
import org.apache.james.mailrepository.api.MailRepository;
import org.apache.james.mailrepository.api.MailRepositoryPath;
import org.apache.james.mailrepository.api.MailRepositoryStore;
import org.apache.james.mailrepository.api.MailRepositoryUrl;
import org.apache.james.mailrepository.api.Protocol;
import org.apache.james.mailrepository.memory.MemoryMailRepository;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailgroups.james.aside.AsideRepositories;
import reactor.core.publisher.Mono;

class SetAsideTest {
    private static final String URL = "memory://var/mail/aside/";
    private static final Instant NOW = Instant.parse("2026-03-03T10:15:00Z");
    private static final String HEADER = "Subject: x\r\n\r\n";

    private final MemoryMailRepository repository = new MemoryMailRepository();
    private final RecordingMetricFactory metrics = new RecordingMetricFactory();
    private final List<AsideRepositories> started = new ArrayList<>();
    private final List<String> selected = new ArrayList<>();

    @AfterEach
    void close() {
        started.forEach(AsideRepositories::close);
    }

    /** The repositories of a server that has just started; it finds what an earlier one has set aside. */
    private AsideRepositories start(Instant now) {
        AsideRepositories repositories =
                new AsideRepositories(new OneRepository(), metrics, Clock.fixed(now, ZoneOffset.UTC));
        started.add(repositories);
        return repositories;
    }

    private static SetAside mailet(AsideRepositories repositories, String... parameters) throws MessagingException {
        FakeMailetConfig.Builder configuration =
                FakeMailetConfig.builder().mailetName("SetAside").setProperty("repositoryPath", URL);
        for (int i = 0; i < parameters.length; i += 2) {
            configuration.setProperty(parameters[i], parameters[i + 1]);
        }
        SetAside mailet = new SetAside(repositories);
        mailet.init(configuration.build());
        return mailet;
    }

    private static MailImpl mail(String name, int bytes) throws MessagingException {
        MailImpl mail =
                MailImpl.builder().name(name).addRecipient("bob@example.org").build();
        byte[] octets = (HEADER + "x".repeat(bytes - HEADER.length())).getBytes(StandardCharsets.US_ASCII);
        mail.setMessageContent(MimeMessageInputStreamSource.create(name, new ByteArrayInputStream(octets)));
        return mail;
    }

    private static void serve(SetAside mailet, String name, int bytes) throws MessagingException {
        MailImpl mail = mail(name, bytes);
        mailet.service(mail);
        LifecycleUtil.dispose(mail);
    }

    /** Returns the names that the mails had, without what makes them unique. */
    private List<String> kept() throws MessagingException {
        List<String> names = new ArrayList<>();
        repository.list().forEachRemaining(key -> names.add(key.asString().replaceFirst("~.*", "")));
        return names;
    }

    private static Result health(AsideRepositories repositories) {
        return Mono.from(new RepositoryRoomHealthCheck(repositories).check()).block();
    }

    @Test
    void serviceShouldEndTheMailAndKeepItsName() throws Exception {
        MailImpl mail = mail("Mail1", 100);

        mailet(start(NOW)).service(mail);

        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
        assertThat(mail.getName()).isEqualTo("Mail1");
        assertThat(kept()).containsExactly("Mail1");
    }

    @Test
    void initShouldTakeTheDefaultProtocolWhenThePathHasNone() throws Exception {
        SetAside mailet = mailet(start(NOW), "repositoryPath", "var/mail/refused/");

        serve(mailet, "Mail1", 100);

        assertThat(selected).containsOnly("memory://var/mail/refused");
        assertThat(kept()).containsExactly("Mail1");
    }

    @Test
    void serviceShouldLetTheMailGoOnWhenItPassesThrough() throws Exception {
        MailImpl mail = mail("Mail1", 100);
        mail.setState("address-error");

        mailet(start(NOW), "passThrough", "true").service(mail);

        assertThat(mail.getState()).isEqualTo("address-error");
        assertThat(kept()).hasSize(1);
    }

    @Test
    void serviceShouldKeepBothPartsWhenTheyHaveOneName() throws Exception {
        SetAside mailet = mailet(start(NOW));

        serve(mailet, "Mail1", 100);
        serve(mailet, "Mail1", 100);

        assertThat(kept()).containsExactly("Mail1", "Mail1");
    }

    @Test
    void serviceShouldLetTheOldestGoWhenThereIsNoRoom() throws Exception {
        SetAside early = mailet(start(NOW), "maxBytes", "1000");
        serve(early, "Mail1", 400);
        serve(early, "Mail2", 400);

        serve(mailet(start(NOW.plusSeconds(60)), "maxBytes", "1000"), "Mail3", 400);

        assertThat(kept()).hasSize(2).contains("Mail3");
        assertThat(metrics.countFor("groupsDroppedFromRepositories")).isEqualTo(1);
    }

    @Test
    void serviceShouldStayWithinItsBoundsInAFlood() throws Exception {
        SetAside mailet = mailet(start(NOW), "maxBytes", "20000", "maxMails", "50");

        for (int i = 0; i < 500; i++) {
            serve(mailet, "Mail" + i, 100 + i);
        }

        assertThat(kept()).hasSizeBetween(20, 50);
        long bytes = 0;
        for (MailKey key : (Iterable<MailKey>) repository::list) {
            bytes += repository.retrieve(key).getMessageSize();
        }
        assertThat(bytes).isLessThanOrEqualTo(20_000);
    }

    @Test
    void serviceShouldKeepTheNewestMailWhenItAloneIsTooLarge() throws Exception {
        SetAside mailet = mailet(start(NOW), "maxBytes", "1000");
        serve(mailet, "Mail1", 400);

        serve(mailet(start(NOW.plusSeconds(60)), "maxBytes", "1000"), "Mail2", 5_000);

        assertThat(kept()).containsExactly("Mail2");
    }

    @Test
    void serviceShouldNotCountMailThatAPostmasterHasTakenAway() throws Exception {
        SetAside mailet = mailet(start(NOW), "maxMails", "2");
        serve(mailet, "Mail1", 100);
        serve(mailet, "Mail2", 100);
        repository.removeAll();

        serve(mailet, "Mail3", 100);
        serve(mailet, "Mail4", 100);

        assertThat(kept()).containsExactlyInAnyOrder("Mail3", "Mail4");
        assertThat(metrics.countFor("groupsDroppedFromRepositories")).isZero();
    }

    @Test
    void serviceShouldCountMailThatWasPutThereInAnotherWay() throws Exception {
        MailImpl other = mail("other", 900);
        repository.store(other);
        SetAside mailet = mailet(start(Instant.now().plusSeconds(60)), "maxBytes", "1000");

        serve(mailet, "Mail1", 200);
        serve(mailet, "Mail2", 900);

        assertThat(kept()).containsExactly("Mail2");
    }

    @Test
    void tidyShouldLetGoWhatIsTooOld() throws Exception {
        serve(mailet(start(NOW)), "old", 100);
        serve(mailet(start(NOW.plus(Duration.ofDays(5)))), "new", 100);
        AsideRepositories later = start(NOW.plus(Duration.ofDays(31)));

        mailet(later, "maxDays", "30");

        assertThat(kept()).containsExactly("new");
        assertThat(metrics.countFor("groupsDroppedFromRepositories")).isZero();
    }

    @Test
    void checkShouldBeDegradedWhenLittleRoomIsLeft() throws Exception {
        AsideRepositories repositories = start(NOW);
        SetAside mailet = mailet(repositories, "maxBytes", "1000");
        serve(mailet, "Mail1", 700);
        assertThat(health(repositories).isHealthy()).isTrue();

        serve(mailet, "Mail2", 200);

        assertThat(health(repositories).isDegraded()).isTrue();
        assertThat(health(repositories).getCause().orElse("")).contains(URL, "2 of 10000 mails", "900 of 1000 bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "maxBytes,much,maxBytes is not a size",
        "maxBytes,0,maxBytes must be more than 0",
        "maxMails,0,maxMails must be from 1 to 1000000: 0",
        "maxMails,x,maxMails must be from 1 to 1000000: x",
        "maxDays,99999,maxDays must be from 1 to 3650: 99999",
        "passThrough,yes,passThrough must be true or false: yes",
        "repositoryPath,' ',SetAside needs a repositoryPath",
        "repositoryPath,nowhere://var/mail/x/,repositoryPath names no mail repository",
        "maxbytes,1,SetAside has no parameter maxbytes"
    })
    void initShouldRefuseAParameterThatMakesNoSense(String name, String value, String message) {
        assertThatThrownBy(() -> mailet(start(NOW), name, value))
                .isInstanceOf(MessagingException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void initShouldRefuseOtherBoundsForTheSameRepository() throws Exception {
        AsideRepositories repositories = start(NOW);
        mailet(repositories);
        mailet(repositories, "maxDays", "30");

        assertThatThrownBy(() -> mailet(repositories, "maxDays", "29"))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("must be the same");
    }

    private final class OneRepository implements MailRepositoryStore {
        @Override
        public Optional<Protocol> defaultProtocol() {
            return Optional.of(new Protocol("memory"));
        }

        @Override
        public MailRepository select(MailRepositoryUrl url) throws UnsupportedRepositoryStoreException {
            if (!url.getProtocol().getValue().equals("memory")) {
                throw new UnsupportedRepositoryStoreException("there is no " + url.asString());
            }
            selected.add(url.asString());
            return repository;
        }

        @Override
        public Optional<MailRepository> get(MailRepositoryUrl url) {
            return Optional.of(repository);
        }

        @Override
        public Stream<MailRepository> getByPath(MailRepositoryPath path) {
            return Stream.of(repository);
        }

        @Override
        public Stream<MailRepositoryUrl> getUrls() {
            return Stream.of(MailRepositoryUrl.from(URL));
        }
    }
}
