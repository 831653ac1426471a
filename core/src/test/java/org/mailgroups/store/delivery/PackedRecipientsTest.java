// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.mailgroups.distribution.ChunkSizes;
import org.mailgroups.value.Address;

class PackedRecipientsTest {
    /** What fits into the column. */
    private static final int COLUMN = 32_672;

    @Provide
    Arbitrary<Address> addresses() {
        Arbitrary<String> localParts = Arbitraries.strings()
                .withChars("abzABZ019!#$&'+/=?^_`{|}~-.éßİΣçñ用户\uD801\uDC00\uFF21")
                .ofMinLength(1)
                .ofMaxLength(20);
        Arbitrary<String> domains = Arbitraries.of(
                "example.org",
                "Example.ORG",
                "a.example",
                "münchen.example",
                "xn--mnchen-3ya.example",
                "MÜNCHEN.example",
                "例え.example");
        return Combinators.combine(localParts, domains)
                .as((localPart, domain) -> Address.tryParse(localPart + "@" + domain))
                .filter(address -> address.isPresent())
                .map(address -> address.orElseThrow());
    }

    @Provide
    Arbitrary<List<Address>> chunks() {
        return addresses()
                .list()
                .ofMinSize(1)
                .ofMaxSize(ChunkSizes.MAX)
                .uniqueElements()
                .map(list -> list.stream().sorted().toList());
    }

    @Property(tries = 300)
    void unpackShouldGiveBackWhatWasPacked(@ForAll("chunks") List<Address> recipients) {
        List<Address> unpacked = PackedRecipients.unpack(PackedRecipients.pack(recipients));

        assertThat(unpacked).containsExactlyElementsOf(recipients);
        assertThat(unpacked)
                .extracting(Address::toString)
                .containsExactlyElementsOf(
                        recipients.stream().map(Address::toString).toList());
        assertThat(unpacked)
                .extracting(Address::wireForm)
                .containsExactlyElementsOf(
                        recipients.stream().map(Address::wireForm).toList());
    }

    @Property(tries = 300)
    void searchKeyShouldBeOneThatAllDatabasesSortAlike(@ForAll("addresses") Address address) {
        assertThat(PackedRecipients.searchKey(address))
                .isASCII()
                .hasSizeLessThanOrEqualTo(254)
                .startsWith(address.domain() + ' ')
                .isEqualTo(PackedRecipients.searchKey(Address.parse(address.key())));
    }

    @Example
    void longestRecipientsShouldFitIntoTheColumn() {
        String label = "d".repeat(60);
        List<Address> longest = IntStream.range(0, ChunkSizes.MAX)
                .mapToObj(i -> Address.parse(String.format("%064d", i) + "@" + String.format("%06d", i) + '.' + label
                        + '.' + label + '.' + label))
                .sorted()
                .toList();

        String packed = PackedRecipients.pack(longest);

        assertThat(longest.get(0).toString()).hasSize(Address.MAX_OCTETS);
        assertThat(packed).hasSizeLessThan(COLUMN);
        assertThat(PackedRecipients.unpack(packed)).isEqualTo(longest);
    }
}
