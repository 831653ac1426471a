// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.mail.MessagingException;
import org.apache.james.core.healthcheck.Result;
import org.apache.james.core.healthcheck.ResultStatus;
import org.apache.james.mailetcontainer.api.MailProcessor;
import org.apache.james.server.core.MailImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailgroups.delivery.MemoryBodies;
import org.mailgroups.delivery.Posting;
import org.mailgroups.delivery.PostingChunk;
import org.mailgroups.delivery.PostingCopy;
import org.mailgroups.delivery.Route;
import org.mailgroups.james.processor.GroupCopies;
import org.mailgroups.james.processor.JamesProcessors;
import org.mailgroups.james.processor.MemoryProcessors;
import org.mailgroups.store.GroupStore;
import org.mailgroups.store.StoreConfiguration;
import org.mailgroups.value.Address;
import reactor.core.publisher.Mono;

class GroupDeliveryHealthCheckTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:15:30.123Z");

    @TempDir
    private Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private GroupStore store;

    private final MemoryBodies bodies = new MemoryBodies();
    private boolean isBroken;
    private final GroupCopies copies = new GroupCopies(new JamesProcessors(this::processors), bodies);

    private MailProcessor processors() {
        return new MemoryProcessors()
                .mailet("Done", copies::done)
                .with("<processor state=\"sign\"><mailet class=\"" + (isBroken ? "Null" : "Done") + "\"/></processor>");
    }

    @BeforeEach
    void open() {
        store = GroupStore.open(
                new StoreConfiguration.EmbeddedDerby(folder.resolve("store")), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private GroupDeliveryHealthCheck checkAt(Instant time) {
        return new GroupDeliveryHealthCheck(
                store.postingReading(), copies, Clock.fixed(time, ZoneOffset.UTC), nanos::get);
    }

    private static Result result(GroupDeliveryHealthCheck check) {
        return Mono.from(check.check()).block();
    }

    /** Adds a posting that is due now. */
    private void addPosting(int taken) {
        Posting posting = new Posting(
                UUID.randomUUID(), "key", "", "", "", NOW, 1, Set.of(), List.of(), new Route("", "", true), "");
        store.postings()
                .add(
                        posting,
                        List.of(new PostingChunk(0, 0, false, List.of(Address.parse("ann@example.org")))),
                        List.of(),
                        taken);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, HEALTHY",
        "PT9M59.999S, HEALTHY",
        "PT10M, DEGRADED",
        "PT1H, DEGRADED",
        "PT1H0.001S, UNHEALTHY",
        "PT100H, UNHEALTHY"
    })
    void checkShouldTellForHowLongCopiesHaveBeenDue(Duration age, ResultStatus expected) {
        addPosting(0);

        Result result = result(checkAt(NOW.plus(age)));

        assertThat(result.getStatus()).isEqualTo(expected);
        if (expected != ResultStatus.HEALTHY) {
            assertThat(result.getCause()).hasValueSatisfying(cause -> assertThat(cause)
                    .contains("for " + age.toMinutes() + " minutes")
                    .doesNotContain("ann"));
        }
    }

    @Test
    void checkShouldBeHealthyWhenNothingWaits() {
        assertThat(result(checkAt(NOW.plus(Duration.ofDays(1)))).getStatus()).isEqualTo(ResultStatus.HEALTHY);
    }

    @Test
    void checkShouldBeHealthyWhenSomebodyHasTheChunk() {
        addPosting(1);

        assertThat(result(checkAt(NOW.plus(Duration.ofDays(1)))).getStatus()).isEqualTo(ResultStatus.HEALTHY);
    }

    @Test
    void checkShouldLookOnceInAWhileHoweverOftenItIsAsked() {
        GroupDeliveryHealthCheck check = checkAt(NOW.plus(Duration.ofDays(1)));
        assertThat(result(check).getStatus()).isEqualTo(ResultStatus.HEALTHY);
        addPosting(0);
        assertThat(result(check).getStatus()).isEqualTo(ResultStatus.HEALTHY);

        nanos.addAndGet(GroupDeliveryHealthCheck.LOOK_AGAIN.toNanos() + 1);

        assertThat(result(check).getStatus()).isEqualTo(ResultStatus.UNHEALTHY);
    }

    @Test
    void checkShouldBeUnhealthyWhenTheStoreDoesNotAnswer() {
        store.close();

        Result result = result(checkAt(NOW));

        assertThat(result.getStatus()).isEqualTo(ResultStatus.UNHEALTHY);
        assertThat(result.getCause())
                .hasValueSatisfying(cause -> assertThat(cause).contains("does not answer"));
    }

    @Test
    void checkShouldNameTheProcessorUntilACopyComesOutOfIt() throws Exception {
        UUID posting = UUID.randomUUID();
        bodies.keep(posting, 0, new ByteArrayInputStream(new byte[0]));
        PostingCopy copy = new PostingCopy(0, 1L, "", new byte[0], 0, 0, false);
        GroupDeliveryHealthCheck check = checkAt(NOW);

        isBroken = true;
        assertThatThrownBy(() -> copies.run("sign", mail(), posting, copy, 1)).isInstanceOf(MessagingException.class);
        assertThat(result(check).getStatus()).isEqualTo(ResultStatus.UNHEALTHY);
        assertThat(result(check).getCause().orElseThrow()).contains("processor sign", "CopyDone");

        isBroken = false;
        copies.run("sign", mail(), posting, copy, 1);
        assertThat(result(check).getStatus()).isEqualTo(ResultStatus.HEALTHY);
    }

    private static MailImpl mail() throws MessagingException {
        return MailImpl.builder().name("copy").addRecipient("team@example.org").build();
    }
}
