// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.aside;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AsideNameTest {
    private static final Instant NOW = Instant.parse("2026-03-03T10:15:00.789123Z");

    @Test
    void parseShouldReadWhatOfHasWritten() {
        AsideName name = AsideName.of("Mail1-abc", NOW, 12_345);

        assertThat(AsideName.parse(name.name())).contains(name);
        assertThat(name.at()).isEqualTo(Instant.parse("2026-03-03T10:15:00.789Z"));
        assertThat(name.bytes()).isEqualTo(12_345);
        assertThat(name.name()).startsWith("Mail1-abc~");
    }

    @Test
    void ofShouldMakeAnotherNameEachTime() {
        assertThat(AsideName.of("Mail1", NOW, 1).name())
                .isNotEqualTo(AsideName.of("Mail1", NOW, 1).name());
    }

    @Test
    void ofShouldReplaceTheEndOfANameThatHasOne() {
        AsideName again = AsideName.of(AsideName.of("Mail1", NOW, 1).name(), NOW.plusSeconds(9), 2);

        assertThat(again.name()).matches("Mail1~\\w+~\\w+~\\w+");
        assertThat(AsideName.parse(again.name())).contains(again);
    }

    @Test
    void ofShouldKeepTheNameShortEnoughForAFile() {
        String longest = AsideName.of("x".repeat(500), Instant.parse("9999-01-01T00:00:00Z"), Integer.MAX_VALUE)
                .name();

        assertThat(longest.length() * 2 + ".Repository.FileObjectStore".length())
                .isLessThanOrEqualTo(255);
    }

    @Test
    void ofShouldTakeASizeThatJamesDoesNotKnow() {
        assertThat(AsideName.of("Mail1", NOW, -1).bytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Mail1-abc",
                "Mail1~a~b",
                "Mail1~a~b~",
                "Mail1~A~b~c",
                "Mail1~zzzzzzzzzzz~b~c",
                "Mail1~-1~b~c",
                "~~~"
            })
    void parseShouldBeEmptyWhenTheNameIsNotOfThisForm(String name) {
        assertThat(AsideName.parse(name)).isEmpty();
    }

    @Test
    void parseShouldNotFailWhenTheTimeIsFarAway() {
        assertThat(AsideName.parse("x~zzzzzzzzzz~zzzzzzzzzzz~z").map(AsideName::name))
                .contains("x~zzzzzzzzzz~zzzzzzzzzzz~z");
    }
}
