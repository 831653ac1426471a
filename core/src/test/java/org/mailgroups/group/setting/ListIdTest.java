// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;

class ListIdTest {
    @ParameterizedTest
    @CsvSource({
        "team@example.org, team.example.org",
        "Sales.North@example.org, sales.north.example.org",
        "r&d@example.org, r%26d.example.org",
        "año@example.org, a%C3%B1o.example.org",
        "team@faß.example, team.xn--fa-hia.example"
    })
    void ofShouldJoinLabelAndDomain(String address, String expected) {
        assertThat(ListId.of(Address.parse(address)).text()).isEqualToIgnoringCase(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "team",
                "team.",
                ".team.org",
                "a..b",
                "a@b.c",
                "a b.c",
                "a.b>",
                "a.b\r\nX: y",
                "ñ.org",
                "<a.b>"
            })
    void newShouldRefuseWhatIsNoIdentifier(String text) {
        assertThatThrownBy(() -> new ListId(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("listId: must be like label.example.org");
        assertThat(ListId.tryParse(text)).isEqualTo(Optional.empty());
    }

    @Test
    void freeShouldNumberALabelThatIsTaken() {
        Set<ListId> taken = Set.of(new ListId("TEAM.example.org"), new ListId("team-2.example.org"));

        assertThat(ListId.free(Address.parse("team@example.org"), taken::contains)
                        .text())
                .isEqualTo("team-3.example.org");
    }

    @Property(tries = 300)
    void freeShouldAlwaysBeValidAndUnique(@ForAll("addresses") List<Address> addresses) {
        Set<ListId> taken = new HashSet<>();
        for (Address address : addresses) {
            ListId id = ListId.free(address, taken::contains);
            assertThat(id.text().length()).isLessThanOrEqualTo(ListId.MAX_OCTETS);
            assertThat(id.text()).doesNotContain("@").isPrintable();
            assertThat(taken.add(id)).isTrue();
        }
    }

    @Provide
    Arbitrary<List<Address>> addresses() {
        Arbitrary<String> local = Arbitraries.strings()
                .withChars("aB1.!#$&'*/=?^_`{|}~-")
                .withChars('ñ', 'ß', '漢')
                .ofMinLength(1)
                .ofMaxLength(38);
        Arbitrary<String> domain = Arbitraries.strings()
                .withChars("ab-")
                .ofMinLength(1)
                .ofMaxLength(63)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(labels -> String.join(".", labels) + ".example");
        Arbitrary<Address> address = Combinators.combine(local, domain)
                .as((name, host) -> Address.tryParse(name + '@' + host))
                .filter(Optional::isPresent)
                .map(Optional::get);
        return address.list().ofMaxSize(6).map(some -> {
            List<Address> twice = new java.util.ArrayList<>(some);
            twice.addAll(some);
            return twice;
        });
    }
}
