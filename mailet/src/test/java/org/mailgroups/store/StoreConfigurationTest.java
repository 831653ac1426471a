/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
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
