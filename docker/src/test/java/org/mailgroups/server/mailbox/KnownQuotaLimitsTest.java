// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.apache.james.core.Domain;
import org.apache.james.core.quota.QuotaCountLimit;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.mailbox.model.Quota.Scope;
import org.apache.james.mailbox.model.QuotaRoot;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class KnownQuotaLimitsTest {
    private static final Domain DOMAIN = Domain.of("a.example");
    private static final QuotaRoot ANN = QuotaRoot.quotaRoot("#private&ann@a.example", Optional.of(DOMAIN));

    private final MemoryDatabase database = new MemoryDatabase();
    private final QuotaLimits limits =
            new QuotaLimits(database.entityManagers(), new KnownQuotaLimits(database.entityManagers()));

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    private MaxQuotaManager.QuotaDetails details() {
        return Mono.from(limits.quotaDetailsReactive(ANN)).block();
    }

    @Test
    void limitsShouldBeThoseOfEachScopeWhenAllAreSet() throws Exception {
        assertThat(details().getMaxMessageDetails()).isEmpty();
        assertThat(details().getMaxStorageDetails()).isEmpty();

        limits.setMaxMessage(ANN, QuotaCountLimit.count(1));
        limits.setDomainMaxMessage(DOMAIN, QuotaCountLimit.count(2));
        limits.setGlobalMaxMessage(QuotaCountLimit.count(3));
        limits.setMaxStorage(ANN, QuotaSizeLimit.size(4));
        limits.setDomainMaxStorage(DOMAIN, QuotaSizeLimit.size(5));
        limits.setGlobalMaxStorage(QuotaSizeLimit.size(6));

        assertThat(details().getMaxMessageDetails())
                .isEqualTo(Map.of(
                        Scope.User, QuotaCountLimit.count(1),
                        Scope.Domain, QuotaCountLimit.count(2),
                        Scope.Global, QuotaCountLimit.count(3)));
        assertThat(details().getMaxStorageDetails())
                .isEqualTo(Map.of(
                        Scope.User, QuotaSizeLimit.size(4),
                        Scope.Domain, QuotaSizeLimit.size(5),
                        Scope.Global, QuotaSizeLimit.size(6)));
    }

    @Test
    void limitsShouldBeGoneWhenTheyAreRemoved() throws Exception {
        limitsShouldBeThoseOfEachScopeWhenAllAreSet();

        limits.removeMaxMessage(ANN);
        limits.removeDomainMaxMessage(DOMAIN);
        limits.removeGlobalMaxMessage();
        limits.removeMaxStorage(ANN);
        limits.removeDomainMaxStorage(DOMAIN);
        limits.removeGlobalMaxStorage();

        assertThat(details().getMaxMessageDetails()).isEmpty();
        assertThat(details().getMaxStorageDetails()).isEmpty();
    }

    @Test
    void limitsShouldNotBeReadAgainUntilTheyChange() throws Exception {
        limits.setMaxMessage(ANN, QuotaCountLimit.count(1));
        details();
        database.connections().close();

        assertThat(details().getMaxMessageDetails()).containsEntry(Scope.User, QuotaCountLimit.count(1));
    }

    @Test
    void limitsShouldBeToldInTheCallingThreadWhenTheyAreRemembered() {
        details();

        Mono<Thread> teller = Mono.from(limits.quotaDetailsReactive(ANN)).map(told -> Thread.currentThread());

        assertThat(teller.block()).isSameAs(Thread.currentThread());
    }

    @Test
    void limitsShouldBeReadWhenOneOfThemIsNotRemembered() throws Exception {
        details();
        limits.setGlobalMaxStorage(QuotaSizeLimit.size(6));

        assertThat(details().getMaxStorageDetails()).isEqualTo(Map.of(Scope.Global, QuotaSizeLimit.size(6)));
    }
}
