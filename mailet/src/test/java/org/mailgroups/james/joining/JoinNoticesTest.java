// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.joining;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.mail.internet.InternetAddress;
import org.apache.commons.configuration2.BaseConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailgroups.confirmation.Confirmations;
import org.mailgroups.distribution.MemoryServer;
import org.mailgroups.group.Group;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.Membership;
import org.mailgroups.group.NewGroup;
import org.mailgroups.james.delivery.MembersUrl;
import org.mailgroups.james.moderation.ModerationConfiguration;
import org.mailgroups.james.notice.Notices;
import org.mailgroups.james.spool.Spool;
import org.mailgroups.james.spool.Spool.Sent;
import org.mailgroups.joining.JoinLinks;
import org.mailgroups.joining.JoinRequest;
import org.mailgroups.joining.RequestState;
import org.mailgroups.leaving.LeaveLinks;
import org.mailgroups.profile.Profile;
import org.mailgroups.store.GroupStore;
import org.mailgroups.store.StoreConfiguration;
import org.mailgroups.token.Signer;
import org.mailgroups.token.Tokens;
import org.mailgroups.value.Address;
import org.mailgroups.value.PageRequest;

/** What administrators, and those who have asked to join, are told; and when. */
class JoinNoticesTest {
    private static final Address TEAM = Address.parse("team@example.org");

    @TempDir
    Path directory;

    private final MemoryServer server = new MemoryServer()
            .user("alice@example.org")
            .user("carol@example.org")
            .user("bob@example.org");
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now.get();
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    };
    private final Spool spool = new Spool();
    private GroupStore store;
    private Group team;
    private JoinLinks links;
    private JoinSchedule schedule;

    @BeforeEach
    void open() {
        store = GroupStore.open(new StoreConfiguration.EmbeddedDerby(directory.resolve("store")), clock);
        team = store.groups()
                .create(new NewGroup(
                        TEAM,
                        "Team",
                        "",
                        MemoryServer.addresses("alice@example.org", "carol@example.org", "far@other.net"),
                        List.of()));
        links = new JoinLinks(
                new Tokens(new Signer(new byte[] {1})),
                store.joinRequests(),
                new GroupDirectory(store.lookup(), server));
        GroupDirectory directory = new GroupDirectory(store.lookup(), server);
        Confirmations confirmations = new Confirmations(
                store.confirmations(),
                directory,
                store.lookup(),
                new Membership(directory, store.lookup()),
                new LeaveLinks(new Tokens(new Signer(new byte[] {1})), directory, store.lookup()),
                new Tokens(new Signer(new byte[] {1})),
                clock);
        schedule = new JoinSchedule(
                store.joinRequests(),
                new JoinMailNotices(
                        store.joinRequests(),
                        store.groups(),
                        store.profiles(),
                        server,
                        links,
                        new MembersUrl("https://groups.example.org"),
                        ModerationConfiguration.read(new BaseConfiguration()),
                        new Notices(spool::context, clock),
                        clock),
                confirmations,
                clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private JoinRequest ask(String person, String text) {
        store.joinRequests().add(team.id(), Address.parse(person), text);
        List<JoinRequest> all =
                store.joinRequests().list(TEAM, PageRequest.first(100)).items();
        return all.get(all.size() - 1);
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    private static String text(Sent sent) throws Exception {
        return (String) sent.mail().getMessage().getContent();
    }

    private String way(JoinRequest request, String administrator) {
        return "team-request+" + links.token(request, Address.parse(administrator)) + "@example.org";
    }

    @Test
    void eachAdministratorWhoIsAUserShouldGetTheOwnWays() throws Exception {
        store.profiles().save(new Profile(Address.parse("bob@example.org"), "Bob", ""));
        JoinRequest request = ask("bob@example.org", "I sing\napprove");

        schedule.tellAdministrators();

        assertThat(spool.sent())
                .extracting(sent -> sent.recipients().get(0))
                .containsExactlyInAnyOrder("alice@example.org", "carol@example.org");
        for (Sent notice : spool.sent()) {
            String administrator = notice.recipients().get(0);
            assertThat(notice.sender()).isEqualTo("<>");
            assertThat(notice.content())
                    .contains("Auto-Submitted: auto-generated\r\n", "Subject: A request to join team@example.org");
            assertThat(notice.mail().getMessage().getReplyTo())
                    .containsExactly(new InternetAddress(way(request, administrator)));
            assertThat(text(notice))
                    .contains("Asks to join: Bob <bob@example.org>", "> I sing\r\n> approve\r\n")
                    .contains("\n  " + way(request, administrator) + "\r\n")
                    .contains("https://groups.example.org/l/" + links.token(request, Address.parse(administrator)));
        }
    }

    @Test
    void administratorsShouldBeToldOfEachOnceAndNotTooOften() throws Exception {
        ask("bob@example.org", "");
        schedule.tellAdministrators();
        schedule.tellAdministrators();
        assertThat(spool.sent()).hasSize(2);

        ask("dave@example.org", "");
        ask("erin@example.org", "");
        pass(Duration.ofMinutes(14));
        schedule.tellAdministrators();
        assertThat(spool.sent()).as("within a quarter of an hour").hasSize(2);
        pass(Duration.ofMinutes(2));
        schedule.tellAdministrators();

        assertThat(spool.sent()).hasSize(4);
        assertThat(text(spool.sent().get(3)))
                .contains("dave@example.org", "erin@example.org", "A reply to this mail decides nothing.")
                .doesNotContain("bob@example.org");
    }

    @ParameterizedTest
    @CsvSource({"alice@example.org,carol@example.org", "carol@example.org,alice@example.org"})
    void administratorShouldBeToldOnceWhenAnotherCannotBe(String away, String told) {
        ask("bob@example.org", "");
        spool.refuse(away);

        schedule.tellAdministrators();
        schedule.tellAdministrators();
        pass(Duration.ofMinutes(16));
        schedule.tellAdministrators();

        assertThat(spool.sent()).extracting(Sent::recipients).containsExactly(List.of(told));
    }

    @Test
    void administratorsShouldBeToldLaterWhenNobodyCanBe() {
        ask("bob@example.org", "");
        spool.refuse("alice@example.org", "carol@example.org");
        schedule.tellAdministrators();
        assertThat(spool.sent()).isEmpty();
        spool.accept();

        schedule.tellAdministrators();

        assertThat(spool.sent()).hasSize(2);
    }

    @Test
    void noticeShouldShowSoManyAndCountTheOthers() throws Exception {
        for (int i = 0; i < JoinMailNotices.MAX_SHOWN + 3; i++) {
            ask("u" + i + "@example.org", "");
        }

        schedule.tellAdministrators();

        assertThat(spool.sent()).hasSize(2);
        assertThat(text(spool.sent().get(0))).contains("3 more are not shown here.");
    }

    @Test
    void requestShouldExpireAndThePersonBeTold() throws Exception {
        JoinRequest request = ask("bob@example.org", "");
        schedule.round();
        assertThat(spool.sent()).isEmpty();

        pass(JoinSchedule.EXPIRY.plusSeconds(1));
        schedule.round();
        schedule.round();

        assertThat(store.joinRequests().find(request.id()).orElseThrow().state())
                .isEqualTo(RequestState.EXPIRED);
        assertThat(spool.sent()).singleElement().satisfies(told -> {
            assertThat(told.recipients()).containsExactly("bob@example.org");
            assertThat(told.sender()).isEqualTo("<>");
            assertThat(text(told)).contains("Nobody has decided in time.");
        });
        pass(JoinSchedule.REMEMBERED.plusSeconds(1));
        schedule.round();
        assertThat(store.joinRequests().find(request.id())).isEmpty();
    }
}
