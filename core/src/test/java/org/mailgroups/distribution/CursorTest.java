// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.value.Address;

class CursorTest {
    @Test
    void parseShouldReadWhatToStringWrote() {
        Cursor cursor = new Cursor(17, Address.parse("bob@example.org"));

        assertThat(Cursor.parse(cursor.toString())).contains(cursor);
        assertThat(Cursor.parse(Cursor.START.toString())).contains(Cursor.START);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "17", "x bob@example.org", "17 bob", " bob@example.org"})
    void parseShouldBeEmptyWhenTheTextIsNoCursor(String text) {
        assertThat(Cursor.parse(text)).isEmpty();
    }
}
