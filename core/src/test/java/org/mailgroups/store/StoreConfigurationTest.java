// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailgroups.store.StoreConfiguration.EmbeddedDerby;
import org.mailgroups.store.StoreConfiguration.PostgreSql;

class StoreConfigurationTest {
    @Test
    void derbyShouldKnowItsDirectoryAsAnAbsolutePath() {
        assertThat(new EmbeddedDerby(Path.of("var/../groups")).directory())
                .isEqualTo(Path.of("").toAbsolutePath().resolve("groups"));
    }

    @Test
    void postgresShouldRefuseTheUrlOfSomethingElse() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PostgreSql("jdbc:mysql://host/db", "u", "p"));
    }

    @Test
    void postgresShouldNotTellItsPassword() {
        assertThat(new PostgreSql("jdbc:postgresql://host/db?password=hidden", "user", "secret"))
                .asString()
                .contains("jdbc:postgresql://host/db", "user")
                .doesNotContain("secret", "hidden");
    }

    @ParameterizedTest
    @CsvSource({"1, 4, 500", "1001, 4, 500", "8, 1, 500", "8, 1001, 500", "8, 4, 9", "8, 4, 1001"})
    void sizesShouldBeWithinTheirBounds(int poolSize, int deliveryPoolSize, int refreshMillis) {
        Path directory = Path.of("groups");
        Duration refresh = Duration.ofMillis(refreshMillis);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EmbeddedDerby(directory, directory, poolSize, deliveryPoolSize, refresh));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new PostgreSql("jdbc:postgresql://host/db", "u", "p", poolSize, deliveryPoolSize, refresh));
    }
}
