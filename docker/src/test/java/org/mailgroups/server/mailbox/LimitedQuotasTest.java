// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Optional;
import org.apache.james.core.Domain;
import org.apache.james.core.quota.QuotaCountLimit;
import org.apache.james.core.quota.QuotaCountUsage;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.core.quota.QuotaSizeUsage;
import org.apache.james.mailbox.model.QuotaOperation;
import org.apache.james.mailbox.model.QuotaRoot;
import org.apache.james.mailbox.quota.QuotaManager.Quotas;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class LimitedQuotasTest {
    private static final Domain DOMAIN = Domain.of("a.example");
    private static final QuotaRoot ANN = QuotaRoot.quotaRoot("#private&ann@a.example", Optional.of(DOMAIN));
    private static final QuotaRoot BOB =
            QuotaRoot.quotaRoot("#private&bob@b.example", Optional.of(Domain.of("b.example")));

    private final MemoryDatabase database = new MemoryDatabase();
    private final QuotaLimits limits =
            new QuotaLimits(database.entityManagers(), new KnownQuotaLimits(database.entityManagers()));
    private final QuotaCounts counts = new QuotaCounts(database.entityManagers(), database.connections());
    private final LimitedQuotas quotas = new LimitedQuotas(counts, limits);

    @BeforeEach
    void addMessages() {
        counts.increase(new QuotaOperation(ANN, QuotaCountUsage.count(2), QuotaSizeUsage.size(70)))
                .block();
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    private Optional<Quotas> of(QuotaRoot root) {
        return Mono.from(quotas.getQuotasReactive(root)).blockOptional();
    }

    @Test
    void nothingShouldBeToldWhenNothingIsLimited() throws Exception {
        assertThat(of(ANN)).isEmpty();

        limits.setMaxMessage(ANN, QuotaCountLimit.unlimited());
        limits.setGlobalMaxStorage(QuotaSizeLimit.unlimited());

        assertThat(of(ANN)).isEmpty();
    }

    @Test
    void countsShouldBeToldWhenTheUserIsLimited() throws Exception {
        limits.setMaxMessage(ANN, QuotaCountLimit.count(3));

        assertThat(of(ANN)).hasValueSatisfying(quota -> {
            assertThat(quota.getMessageQuota().getUsed()).isEqualTo(QuotaCountUsage.count(2));
            assertThat(quota.getMessageQuota().getLimit()).isEqualTo(QuotaCountLimit.count(3));
            assertThat(quota.getStorageQuota().getUsed()).isEqualTo(QuotaSizeUsage.size(70));
            assertThat(quota.getStorageQuota().getLimit()).isEqualTo(QuotaSizeLimit.unlimited());
        });
        assertThat(of(BOB)).isEmpty();
    }

    @Test
    void countsShouldBeToldWhenTheDomainIsLimited() throws Exception {
        limits.setDomainMaxStorage(DOMAIN, QuotaSizeLimit.size(100));

        assertThat(of(ANN))
                .hasValueSatisfying(
                        quota -> assertThat(quota.getStorageQuota().getLimit()).isEqualTo(QuotaSizeLimit.size(100)));
        assertThat(of(BOB)).isEmpty();
    }

    @Test
    void countsShouldBeToldUntilTheLimitForAllIsTakenAway() throws Exception {
        limits.setGlobalMaxMessage(QuotaCountLimit.count(5));
        assertThat(of(ANN)).isPresent();
        assertThat(of(BOB)).isPresent();

        limits.removeGlobalMaxMessage();

        assertThat(of(ANN)).isEmpty();
    }
}
