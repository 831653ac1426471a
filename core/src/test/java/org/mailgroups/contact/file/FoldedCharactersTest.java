// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldedCharactersTest {
    private static byte[] read(byte[] octets) throws IOException {
        try (FoldedCharacters stream = new FoldedCharacters(new ByteArrayInputStream(octets))) {
            return stream.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n ", "\n\t"})
    void cardShouldBeReadWhenEveryOctetIsFolded(String fold) {
        byte[] name = "FN:José 山田 🙂".getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes("BEGIN:VCARD\r\nVERSION:4.0\r\nFN".getBytes(StandardCharsets.UTF_8));
        for (int i = 2; i < name.length; i++) {
            file.writeBytes(fold.getBytes(StandardCharsets.UTF_8));
            file.write(name[i]);
        }
        file.writeBytes("\r\nEND:VCARD\r\n".getBytes(StandardCharsets.UTF_8));

        assertThat(ContactRow.of(Cards.rows(file.toByteArray()).get(0).cells())
                        .details()
                        .name())
                .isEqualTo("José 山田 🙂");
    }

    @Test
    void everythingElseShouldStayAsItIs() throws IOException {
        byte[] octets = "a\r\n b\n\té\r\n ü\r\nß\r\n".repeat(5000).getBytes(StandardCharsets.UTF_8);
        byte[] malformed = {(byte) 0xC3, '\r', '\n', ' ', 'a', (byte) 0xE2, (byte) 0x82, '\n', (byte) 0xAC, (byte) 0xF0
        };

        assertThat(read(octets)).isEqualTo(octets);
        assertThat(read(malformed)).isEqualTo(malformed);
    }
}
