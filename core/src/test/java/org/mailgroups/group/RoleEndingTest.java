// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.value.Address;

class RoleEndingTest {
    @Property
    void groupAddressShouldBeThatOfTheGroupWhenTheAddressIsMadeForIt(
            @ForAll("localParts") String localPart, @ForAll RoleEnding ending) {
        Optional<Address> group = Address.tryParse(localPart + "@example.org");
        group.ifPresent(
                address -> assertThat(ending.groupAddress(ending.at(address))).isEqualTo(group));
    }

    @Property
    void groupAddressShouldBeAnAddressOrNothingWhateverStandsInFrontOfTheEnding(
            @ForAll("localParts") String localPart, @ForAll RoleEnding ending, @ForAll("details") String detail) {
        Optional<Address> address = Address.tryParse(localPart + ending.text() + detail + "@example.org");
        address.map(Address::withoutDetail).ifPresent(base -> assertThat(ending.groupAddress(base))
                .isEqualTo(Address.tryParse(localPart + "@example.org")
                        .filter(group -> base.localPart().equals(group.localPart() + ending.text()))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-owner", "a.-owner", "-owner.-owner", "owner"})
    void groupAddressShouldBeEmptyWhenNoLocalPartIsInFrontOfTheEnding(String localPart) {
        assertThat(RoleEnding.OWNER.groupAddress(Address.parse(localPart + "@example.org")))
                .isEmpty();
    }

    @Provide
    Arbitrary<String> localParts() {
        return Arbitraries.strings().withChars("aB.+-=_é").ofMaxLength(8);
    }

    @Provide
    Arbitrary<String> details() {
        return Arbitraries.of("", "+", "+a", "++", "+.a", ".+a", "+a.b");
    }
}
