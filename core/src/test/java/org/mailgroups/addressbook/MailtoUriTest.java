// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.addressbook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailgroups.value.Address;

class MailtoUriTest {
    @ParameterizedTest
    @CsvSource({
        "ann@x.test,mailto:ann@x.test",
        "Ann.Smith@X.test,mailto:Ann.Smith@x.test",
        "a+b@x.test,mailto:a%2Bb@x.test",
        "a/b?c@x.test,mailto:a%2Fb%3Fc@x.test",
        "a&b=c@x.test,mailto:a%26b%3Dc@x.test",
        "unlikely?address@example.com,mailto:unlikely%3Faddress@example.com",
        "josé@büro.test,mailto:jos%C3%A9@xn--bro-hoa.test"
    })
    void ofShouldEncodeWhatHasAMeaningInAUri(String address, String expected) {
        assertThat(MailtoUri.of(Address.parse(address))).isEqualTo(expected);
    }
}
