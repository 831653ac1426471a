// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mailgroups.value.Address;

class InOrderTest {
    private static final String[] PARTS = {
        "a",
        "b",
        "ab",
        "abcdefgh",
        "abcdefghi",
        ".",
        "-",
        "+",
        "!",
        "~",
        "\u00e4",
        "\u00fe",
        "\u00ff",
        "\u0100",
        "\u4e2d",
        "0"
    };
    private static final List<String> DOMAINS =
            List.of("a.example", "b.example", "a.example.org", "b\u00fccher.example");

    private static Stream<Recipient> recipients(List<String> texts) {
        return texts.stream()
                .flatMap(text -> Address.tryParse(text).stream())
                .map(address -> new Recipient(address, null));
    }

    @Test
    void orderShouldBeThatOfAddressesWhateverTheirLetters() {
        Random random = new Random(42);
        List<Recipient> recipients = recipients(Stream.generate(() -> {
                            StringBuilder localPart = new StringBuilder();
                            for (int i = random.nextInt(1, 6); i > 0; i--) {
                                localPart.append(PARTS[random.nextInt(PARTS.length)]);
                            }
                            return localPart + "@" + DOMAINS.get(random.nextInt(DOMAINS.size()));
                        })
                        .limit(20_000)
                        .toList())
                .toList();

        assertThat(recipients).hasSizeGreaterThan(5_000);
        assertThat(InOrder.of(recipients))
                .extracting(Recipient::address)
                .containsExactlyElementsOf(recipients.stream()
                        .map(Recipient::address)
                        .sorted(Comparator.naturalOrder())
                        .toList());
    }

    @Test
    void nothingShouldComeOfNothing() {
        assertThat(InOrder.of(List.of())).isEmpty();
    }
}
