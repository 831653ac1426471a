// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.idna;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainNameTest {
    @ParameterizedTest
    @CsvSource({
        "Example.ORG, example.org",
        "müller.example, xn--mller-kva.example",
        "mu\u0308ller.example, xn--mller-kva.example",
        "straße.example, xn--strae-oqa.example",
        "strasse.example, strasse.example",
        "faß.example, xn--fa-hia.example",
        "XN--FA-HIA.example, xn--fa-hia.example",
        "ς.example, xn--3xa.example",
        "σ.example, xn--4xa.example",
        "BÜCHER。example, xn--bcher-kva.example",
        "ｅｘａｍｐｌｅ.org, example.org",
        "क्\u200dष.example, xn--11b2ezcw70k.example",
        "אב.example, xn--4dbc.example",
        "例え.テスト, xn--r8jz45g.xn--zckzah",
        "ab--cd.müller.example, ab--cd.xn--mller-kva.example",
        "localhost, localhost",
        "127.0.0.1, 127.0.0.1"
    })
    void toAsciiShouldGiveTheNameThatServersKnow(String name, String expected) {
        assertThat(DomainName.toAscii(name)).contains(expected);
        assertThat(DomainName.hasValidLabels(expected)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "example.org.",
                "bücher。example。",
                "ü..example",
                "a_b.example",
                "a_b.ü.example",
                "-ü.example",
                "ü-.example",
                "a\u200db.example",
                "a\u00adb.example",
                "a\u200b.example",
                "a\ufeffb.example",
                "ü\ufe0f.example",
                "ü\u2060.example",
                "אבa.example",
                "1.אב.example",
                "\u0378.example",
                "\u202eü.example",
                "\ud800ü.example",
                "ü ü.example",
                "[127.0.0.1]",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example",
                "üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü\u00e9éééééééééé.example"
            })
    void toAsciiShouldBeEmptyWhenNoHostHasTheName(String name) {
        assertThat(DomainName.toAscii(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xn--a.example",
                "xn--zz.example",
                "a.xn--ab-m1t.example",
                "xn--a-ecp.xn--4dbc",
                "xn--a-zhcd.example",
                "xn--wca.example"
            })
    void hasValidLabelsShouldBeFalseWhenAnALabelMeansNothing(String name) {
        assertThat(DomainName.toAscii(name)).contains(name);
        assertThat(DomainName.hasValidLabels(name)).isFalse();
    }
}
