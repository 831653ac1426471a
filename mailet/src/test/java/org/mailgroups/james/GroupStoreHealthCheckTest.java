// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.james.core.healthcheck.Result;
import org.apache.james.core.healthcheck.ResultStatus;
import org.junit.jupiter.api.Test;
import org.mailgroups.audit.LoggedLines;
import org.mailgroups.value.StoreUnavailableException;
import reactor.core.publisher.Mono;

class GroupStoreHealthCheckTest {
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger looks = new AtomicInteger();
    private List<String> shared = List.of("ann@example.org", "the contact 1");

    private final GroupStoreHealthCheck check = new GroupStoreHealthCheck(() -> {}, this::look, nanos::get);

    private List<String> look() {
        looks.incrementAndGet();
        return shared;
    }

    private static Result result(GroupStoreHealthCheck check) {
        return Mono.from(check.check()).block();
    }

    @Test
    void checkShouldTellANumberAndLogTheNamesOnceWhenIdentifiersAreShared() throws Exception {
        var lines = LoggedLines.of(GroupStoreHealthCheck.class.getName(), () -> {
            assertThat(result(check).getStatus()).isEqualTo(ResultStatus.DEGRADED);
            nanos.addAndGet(GroupStoreHealthCheck.LOOK_AGAIN.toNanos() + 1);
            assertThat(result(check).getCause())
                    .hasValueSatisfying(cause ->
                            assertThat(cause).startsWith("2 users or contacts").doesNotContain("ann"));
        });

        assertThat(lines).hasSize(1);
        assertThat(lines.get(0).getFormattedMessage()).contains("ann@example.org, the contact 1");
    }

    @Test
    void checkShouldLookOnceInSomeMinutesHoweverOftenItIsAsked() {
        for (int i = 0; i < 100; i++) {
            result(check);
        }
        assertThat(looks).hasValue(1);

        shared = List.of();
        nanos.addAndGet(GroupStoreHealthCheck.LOOK_AGAIN.toNanos() + 1);

        assertThat(result(check).getStatus()).isEqualTo(ResultStatus.HEALTHY);
        assertThat(looks).hasValue(2);
    }

    @Test
    void checkShouldBeUnhealthyWhenTheStoreDoesNotAnswer() {
        GroupStoreHealthCheck down = new GroupStoreHealthCheck(
                () -> {
                    throw new StoreUnavailableException("down for a test", null);
                },
                this::look,
                nanos::get);

        assertThat(result(down).getStatus()).isEqualTo(ResultStatus.UNHEALTHY);
    }
}
