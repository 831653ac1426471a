// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.mailgroups.store.StoreConfiguration.EmbeddedDerby;
import org.mailgroups.store.StoreConfiguration.PostgreSql;

class StoreConfigurationTest {
    private static final Duration REFRESH = Duration.ofMillis(500);

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

    @Test
    void sizesShouldBeWithinTheirBounds() {
        Path directory = Path.of("groups");
        assertThatIllegalArgumentException().isThrownBy(() -> new EmbeddedDerby(directory, 1, REFRESH));
        assertThatIllegalArgumentException().isThrownBy(() -> new EmbeddedDerby(directory, 1001, REFRESH));
        assertThatIllegalArgumentException().isThrownBy(() -> new EmbeddedDerby(directory, 8, Duration.ofMillis(9)));
        assertThatIllegalArgumentException().isThrownBy(() -> new EmbeddedDerby(directory, 8, Duration.ofMillis(1001)));
    }
}
