// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.dav;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.contact.Contact;
import org.mailgroups.members.Door;

/** Programs get what they need, letter by letter. What they send lies beside, with a {@code README.txt}. */
class ProgramsTest {
    @RegisterExtension
    static final Door DOOR = new Door();

    private static Map<String, String> known;

    private final DavClient bob = new DavClient(DOOR, Door.BOB);

    @BeforeAll
    static void fill() {
        Contact ann = DavClient.contact(DOOR, DavClient.contactGroup(DOOR, "Clients"), "Ann", "a@example.net", true);
        DavClient bob = new DavClient(DOOR, Door.BOB);
        String book = bob.book();
        String self =
                bob.propfind("/dav/", "0", "d:current-user-principal").only().href("current-user-principal");
        known = Map.of(
                "{self}",
                self,
                "{book}",
                book,
                "{home}",
                book.substring(0, book.length() - "directory/".length()),
                "{card}",
                book + ann.id() + ".vcf",
                "{token}",
                bob.sync("", "d:getetag").token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"macos", "ios", "davx5", "thunderbird", "evolution", "caldav-synchronizer"})
    void programShouldGetWhatItNeeds(String program) throws IOException {
        for (String request : requests(program)) {
            int end = request.indexOf("\n\n");
            List<String> head = request.substring(0, end).lines().toList();
            String[] first = head.get(0).split(" ", -1);
            List<String> headers = new ArrayList<>();
            for (String line : head) {
                int colon = line.indexOf(": ");
                if (colon > 0 && line.charAt(0) != '>' && line.charAt(0) != '<') {
                    headers.add(line.substring(0, colon));
                    headers.add(line.substring(colon + 2));
                }
            }

            HttpResponse<String> answer =
                    bob.send(first[0], first[1], request.substring(end + 2), headers.toArray(String[]::new));

            assertThat(answer.statusCode()).as(request + "\n" + answer.body()).isEqualTo(Integer.parseInt(first[2]));
            for (String line : head) {
                if (line.startsWith("> ")) {
                    assertThat(answer.body()).as(request).contains(line.substring(2));
                } else if (line.startsWith("< ")) {
                    assertThat(answer.body()).as(request).doesNotContain(line.substring(2));
                }
            }
        }
    }

    private static List<String> requests(String program) throws IOException {
        try (InputStream file = ProgramsTest.class.getResourceAsStream(program + ".txt")) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> name : known.entrySet()) {
                text = text.replace(name.getKey(), name.getValue());
            }
            return List.of(text.split("----\n"));
        }
    }
}
