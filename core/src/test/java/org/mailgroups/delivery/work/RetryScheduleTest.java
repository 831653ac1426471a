// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.value.InvalidValueException;

class RetryScheduleTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500|PT0.5S",
                "500 msec|PT0.5S",
                "7 s|PT7S",
                "7 sec|PT7S",
                "2 min|PT2M",
                "1 Minute|PT1M",
                "3 hours|PT3H",
                "2d|PT48H",
                "  1 day |PT24H"
            })
    void parseShouldReadEachUnit(String text, Duration delay) {
        assertThat(RetrySchedule.parse(text, 0, 0).delays()).containsExactly(delay);
    }

    @Test
    void parseShouldRepeatWhatIsMultiplied() {
        assertThat(RetrySchedule.parse("1 minute, 2 * 5 minutes,3*1 h", 0, 0).delays())
                .containsExactly(
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5),
                        Duration.ofHours(1),
                        Duration.ofHours(1),
                        Duration.ofHours(1));
    }

    @Test
    void parseShouldRepeatTheLastWhenThereAreMoreRetries() {
        assertThat(RetrySchedule.parse("1 s, 2 s", 4, 0).delays())
                .containsExactly(
                        Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(2));
    }

    @Test
    void defaultShouldTakeAboutFiveDays() {
        RetrySchedule retries = RetrySchedule.parse(RetrySchedule.DEFAULT_DELAYS, 30, 3);

        assertThat(retries.delays()).hasSize(30);
        assertThat(retries.patience()).isBetween(Duration.ofDays(4), Duration.ofDays(5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "1 minute,",
                "minute",
                "-1 minute",
                "1.5 minutes",
                "1 fortnight",
                "2 * ",
                "* 5",
                "1 minute; 2 minutes",
                "99999999999",
                "99999 * 1 s",
                "366 days",
                "999999999 d"
            })
    void parseShouldFailWithOneLineWhenTheTextIsWrong(String text) {
        assertThatThrownBy(() -> RetrySchedule.parse(text, 5, 3))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("delayTime ")
                .hasMessageNotContaining("\n");
    }

    @Test
    void parseShouldFailWhenThereAreTooManyDelays() {
        assertThatThrownBy(() -> RetrySchedule.parse("9999 * 1 s, 9999 * 1 s", 5, 3))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> RetrySchedule.parse("1 s", 1_001, 3)).hasMessageStartingWith("maxRetries ");
        assertThatThrownBy(() -> RetrySchedule.parse("1 s", -1, 3)).hasMessageStartingWith("maxRetries ");
        assertThatThrownBy(() -> RetrySchedule.parse("1 s", 1, -1)).hasMessageStartingWith("maxDnsProblemRetries ");
    }

    @Test
    void nextShouldBeEmptyAfterTheLastDelay() {
        RetrySchedule retries = RetrySchedule.parse("1 s, 2 s", 0, 0);

        assertThat(retries.next(1, NOW)).contains(NOW.plusSeconds(1));
        assertThat(retries.next(2, NOW)).contains(NOW.plusSeconds(2));
        assertThat(retries.next(3, NOW)).isEmpty();
    }

    @Test
    void longestScheduleShouldStayInTheCalendar() {
        RetrySchedule retries = new RetrySchedule(Collections.nCopies(1_000, Duration.ofDays(365)), 0);

        assertThat(NOW.plus(retries.patience())).isBefore(Instant.parse("9999-01-01T00:00:00Z"));
    }

    @Test
    void restShouldGrowWithFailuresAndStayAtTheLast() {
        RetrySchedule retries = RetrySchedule.parse("1 s, 2 s", 0, 0);

        assertThat(List.of(retries.rest(1), retries.rest(2), retries.rest(50)))
                .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(2));
        assertThat(new RetrySchedule(List.of(), 0).rest(1)).isEqualTo(Duration.ofMinutes(1));
    }
}
