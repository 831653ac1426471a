// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.james.core.Domain;
import org.apache.james.core.quota.QuotaCountUsage;
import org.apache.james.core.quota.QuotaSizeUsage;
import org.apache.james.mailbox.model.CurrentQuotas;
import org.apache.james.mailbox.model.QuotaOperation;
import org.apache.james.mailbox.model.QuotaRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuotaCountsTest {
    private static final QuotaRoot ANN =
            QuotaRoot.quotaRoot("#private&ann@a.example", Optional.of(Domain.of("a.example")));

    private final MemoryDatabase database = new MemoryDatabase();
    private final QuotaCounts counts = new QuotaCounts(database.entityManagers(), database.connections());

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    private static QuotaOperation messages(long count, long size) {
        return new QuotaOperation(ANN, QuotaCountUsage.count(count), QuotaSizeUsage.size(size));
    }

    private CurrentQuotas current() {
        return counts.getCurrentQuotas(ANN).block();
    }

    @Test
    void firstMessageShouldCountWhenNothingIsKnownOfTheUser() {
        counts.increase(messages(1, 70)).block();
        counts.increase(messages(2, 30)).block();

        assertThat(current()).isEqualTo(new CurrentQuotas(QuotaCountUsage.count(3), QuotaSizeUsage.size(100)));
    }

    @Test
    void countShouldBeZeroWhenNothingIsKnownOfTheUser() {
        assertThat(current()).isEqualTo(CurrentQuotas.emptyQuotas());
        assertThat(counts.getCurrentMessageCount(ANN).block()).isEqualTo(QuotaCountUsage.count(0));
    }

    @Test
    void countShouldGoDownWhenMessagesGo() {
        counts.increase(messages(3, 100)).block();

        counts.decrease(messages(2, 60)).block();

        assertThat(current()).isEqualTo(new CurrentQuotas(QuotaCountUsage.count(1), QuotaSizeUsage.size(40)));
        assertThat(counts.getCurrentMessageCount(ANN).block()).isEqualTo(QuotaCountUsage.count(1));
        assertThat(counts.getCurrentStorage(ANN).block()).isEqualTo(QuotaSizeUsage.size(40));
    }

    @Test
    void nothingShouldBeLostWhenManyMessagesComeAtOnce() throws Exception {
        counts.increase(messages(1, 10)).block();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                all.add(threads.submit(() -> counts.increase(messages(1, 10)).block()));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdown();
        }

        assertThat(current()).isEqualTo(new CurrentQuotas(QuotaCountUsage.count(201), QuotaSizeUsage.size(2_010)));
    }
}
