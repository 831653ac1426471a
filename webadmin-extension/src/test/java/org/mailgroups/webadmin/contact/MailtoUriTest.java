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
package org.mailgroups.webadmin.contact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailgroups.group.Address;

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
