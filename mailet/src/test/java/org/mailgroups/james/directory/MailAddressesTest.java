// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import javax.mail.internet.AddressException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailgroups.group.Destinations;
import org.mailgroups.value.Address;

class MailAddressesTest {
    private static final String LOCAL_PART = "aZ09!#$&'+/=?^_`{|}~-.éß";
    private static final String DOMAIN = "aZ09-._@[]。．\u00ad\u200d\u0378ßüאक्";

    /** Whatever passes the door can be sent to: James' own parser has the last word. */
    @Property(tries = 5000)
    void toMailAddressShouldGiveTheSameAddressWheneverItHasNoDefect(@ForAll("addresses") Address address)
            throws AddressException {
        if (Destinations.defect(address).isEmpty()) {
            MailAddress mailAddress = MailAddresses.toMailAddress(address).orElseThrow();
            assertThat(mailAddress.asString()).isEqualTo(address.wireForm());
            assertThat(new MailAddress(address.key())).isEqualTo(mailAddress);
            assertThat(MailAddresses.toAddress(mailAddress)).contains(address);
            assertThat(mailAddress.toInternetAddress()).isPresent();
        }
    }

    @Provide
    Arbitrary<Address> addresses() {
        Arbitrary<String> local = Arbitraries.strings()
                .withChars(LOCAL_PART.toCharArray())
                .ofMinLength(1)
                .ofMaxLength(66);
        Arbitrary<String> label = Arbitraries.oneOf(
                Arbitraries.strings()
                        .withChars(DOMAIN.toCharArray())
                        .ofMinLength(1)
                        .ofMaxLength(65),
                Arbitraries.strings().withChars("ab1").ofMinLength(60).ofMaxLength(64),
                Arbitraries.strings().withChars("abzfhi12-").ofMaxLength(8).map(rest -> "xn--" + rest),
                Arbitraries.of("example", "3com", "123", "müller", "faß", "XN--FA-HIA", "1", "255", "0x7f"));
        return Combinators.combine(local, label.list().ofMinSize(1).ofMaxSize(5))
                .as((name, labels) -> name + "@" + String.join(".", labels))
                .map(Address::tryParse)
                .filter(Optional::isPresent)
                .map(Optional::get);
    }

    @ParameterizedTest
    @CsvSource({
        "info@müller.example, info@xn--mller-kva.example",
        "Info@FAß.example, Info@xn--fa-hia.example",
        "Ann.Smith@Elsewhere.Example, Ann.Smith@elsewhere.example"
    })
    void toMailAddressShouldHaveALabelsAndTheCaseOfTheLocalPart(String address, String expected) {
        assertThat(MailAddresses.toMailAddress(Address.parse(address)))
                .map(MailAddress::asString)
                .contains(expected);
    }
}
