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
