// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.value.InvalidValueException;

class ForeignCardTest {
    @Test
    void cardShouldKeepLinesAndTabs() {
        String properties = "BEGIN:VCARD\r\nX-ODD:\ta 😀\r\nEND:VCARD\r\n";

        assertThat(new ForeignCard("uid", properties).properties()).isEqualTo(properties);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "x\u001Fy", "\u007F", "\uD83D"})
    void cardShouldRefuseWhatNoDatabaseKeeps(String text) {
        assertThatThrownBy(() -> new ForeignCard("", text)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new ForeignCard(text, ""))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("UID ");
    }

    @Test
    void cardShouldBeBounded() {
        String longUid = "u".repeat(ForeignCard.MAX_UID_LENGTH + 1);
        String longProperties = "p".repeat(ForeignCard.MAX_PROPERTIES_LENGTH + 1);

        assertThatThrownBy(() -> new ForeignCard(longUid, "")).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new ForeignCard("", longProperties)).isInstanceOf(InvalidValueException.class);
    }
}
