// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.value.InvalidValueException;

/** James' own request log reads such a query before this class does. An end-to-end test covers that. */
class QueryParametersTest {
    private static String text(String query) {
        return QueryParameters.parse(query, Set.of("q")).text("q");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"q=%", "q=%4", "q=%zz", "q=%ff", "q=%C3", "q=%ED%A0%80", "q=%u0041", "q=%-1", "q=%\u0661\u0661"})
    void parseShouldNameTheParameterWhenItIsNotPercentEncodedUtf8(String query) {
        assertThatThrownBy(() -> text(query))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("q is not percent-encoded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo..bar", ".bar", "bar.", "foo_bar", "a@example.org", "@example.org"})
    void domainShouldSayThatTheDomainIsNoHostName(String domain) {
        QueryParameters query = QueryParameters.parse("domain=" + domain, Set.of("domain"));

        assertThatThrownBy(() -> query.domain("domain"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("domain: '" + domain + "' is not a host name");
    }

    @Test
    void parseShouldDecodeAsFormsEncode() {
        assertThat(text("q=a+b%2Bc%20%C3%BC=&")).isEqualTo("a b+c ü=");
        assertThat(text("q")).isEmpty();
        assertThat(text("&&")).isEmpty();
        assertThat(text(null)).isEmpty();
    }
}
