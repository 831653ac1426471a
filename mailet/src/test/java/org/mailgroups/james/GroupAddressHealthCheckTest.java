// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.james.core.healthcheck.Result;
import org.apache.james.core.healthcheck.ResultStatus;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.rrt.lib.Mappings;
import org.apache.james.rrt.memory.MemoryRecipientRewriteTable;
import org.junit.jupiter.api.Test;
import org.mailgroups.audit.LoggedLines;
import org.mailgroups.distribution.MemoryServer;
import org.mailgroups.value.StoreUnavailableException;
import org.mailgroups.work.Remembered;
import reactor.core.publisher.Mono;

class GroupAddressHealthCheckTest {
    private final AtomicLong nanos = new AtomicLong();
    private final MemoryServer server = new MemoryServer();
    private final CountedMappings mappings = new CountedMappings();
    private final GroupAddressHealthCheck check = new GroupAddressHealthCheck(server, server, mappings, nanos::get);

    /** James' mappings, which count how often all of them are read. */
    private static final class CountedMappings extends MemoryRecipientRewriteTable {
        private final AtomicInteger reads = new AtomicInteger();
        private boolean isDown;

        @Override
        public Map<MappingSource, Mappings> getAllMappings() {
            reads.incrementAndGet();
            if (isDown) {
                throw new StoreUnavailableException("down for a test", null);
            }
            return super.getAllMappings();
        }
    }

    private Result result() {
        return Mono.from(check.check()).block();
    }

    private void alias(String address) throws RecipientRewriteTableException {
        String[] parts = address.split("@", 2);
        mappings.addMapping(MappingSource.fromUser(parts[0], parts[1]), Mapping.alias("bob@example.org"));
    }

    @Test
    void checkShouldBeHealthyWhenNobodyHasTheAddressOfAGroup() throws Exception {
        server.group("team@example.org", "bob@example.org");
        alias("info@example.org");

        assertThat(result().getStatus()).isEqualTo(ResultStatus.HEALTHY);
    }

    @Test
    void checkShouldTellANumberAndLogTheNamesOnceWhenAddressesClash() throws Exception {
        for (int i = 0; i < 12; i++) {
            server.group("team%02d@example.org".formatted(i), "bob@example.org");
            alias("team%02d@example.org".formatted(i));
        }

        var lines = LoggedLines.of(GroupAddressHealthCheck.class.getName(), () -> {
            assertThat(result().getStatus()).isEqualTo(ResultStatus.DEGRADED);
            nanos.addAndGet(GroupAddressHealthCheck.LOOK_AGAIN.toNanos());
            assertThat(result().getCause())
                    .hasValueSatisfying(
                            cause -> assertThat(cause).contains("12 groups").doesNotContain("@"));
        });

        assertThat(lines).hasSize(1);
        assertThat(lines.get(0).getFormattedMessage())
                .contains("team00@example.org, team01@example.org", "team09@")
                .doesNotContain("team10@");
    }

    @Test
    void checkShouldReadUsersAndMappingsOnceAMinuteHoweverOftenItIsAsked() throws Exception {
        server.group("team@example.org", "bob@example.org");
        IntStream.range(0, 100).forEach(i -> result());
        assertThat(mappings.reads).hasValue(1);

        alias("team@example.org");
        nanos.addAndGet(GroupAddressHealthCheck.LOOK_AGAIN.toNanos());

        assertThat(result().getStatus()).isEqualTo(ResultStatus.DEGRADED);
        assertThat(mappings.reads).hasValue(2);
    }

    @Test
    void checkShouldBeUnhealthyForSecondsWhenJamesDoesNotAnswer() {
        mappings.isDown = true;
        assertThat(List.of(result().getStatus(), result().getStatus())).containsOnly(ResultStatus.UNHEALTHY);
        assertThat(mappings.reads).hasValue(1);

        mappings.isDown = false;
        nanos.addAndGet(Remembered.FAILURE.toNanos());

        assertThat(result().getStatus()).isEqualTo(ResultStatus.HEALTHY);
    }
}
