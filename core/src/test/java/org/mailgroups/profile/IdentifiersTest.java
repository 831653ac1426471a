// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "12345678Z",
                "00000000T",
                "99999999R",
                "12345678z",
                "X1234567L",
                "Y1234567X",
                "Z1234567R",
                "x0000000T",
                "K1234567L",
                "M0000000T",
            })
    void defectShouldBeNoneWhenTheLetterFollowsFromTheDigits(String identifier) {
        assertThat(Identifiers.defect(identifier)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"12345678A,NIF,Z", "00000000A,NIF,T", "X1234567A,NIE,L", "Y1234567L,NIE,X", "L1234567A,NIF,L"})
    void defectShouldNameTheRightLetterWhenItIsAnother(String identifier, String kind, String letter) {
        assertThat(Identifiers.defect(identifier))
                .contains("the " + kind + " " + identifier + " has a wrong letter: with these digits it is " + letter);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1234567A", "123456789A", "staff-7", "A1234567A", "X12345678A", "12345678", "", "12345678-A"})
    void defectShouldBeNoneWhenItHasAnotherShape(String identifier) {
        assertThat(Identifiers.defect(identifier)).isEmpty();
    }
}
