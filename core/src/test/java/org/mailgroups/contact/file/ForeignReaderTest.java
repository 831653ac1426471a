// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import ezvcard.VCardVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.fortuna.ical4j.data.ParserException;
import net.fortuna.ical4j.model.Property;
import net.fortuna.ical4j.vcard.Entity;
import net.fortuna.ical4j.vcard.VCardBuilder;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.contact.ForeignCard;
import org.mailgroups.value.Address;

/** Others understand what we export: iCal4j's reader of vCards, which shares nothing with the one that we use. */
class ForeignReaderTest {
    /** A line of RFC 6350 3.3, unfolded; all names are those of 3.0 as well. */
    private static final Pattern LINE = Pattern.compile(
            "(?:[A-Za-z0-9-]++\\.)?[A-Za-z0-9-]++(?:;[A-Za-z0-9-]++=(?:\"[^\"\\p{Cntrl}]*+\"|[^\";:,\\p{Cntrl}]*+)"
                    + "(?:,(?:\"[^\"\\p{Cntrl}]*+\"|[^\";:,\\p{Cntrl}]*+))*+)*+:[^\\p{Cntrl}]*+");

    private static final Pattern UID_AS_TEXT = Pattern.compile("^UID;VALUE=text:.*\r\n(?: .*\r\n)*", Pattern.MULTILINE);

    private static final int MAX_OCTETS = 75;

    /** The reader hands some values back escaped and some not, so backslashes are not compared. */
    private static String comparable(String text) {
        return text.replace("\\n", "\n").replace("\\", "").strip();
    }

    private static List<String> values(Entity card, String name) {
        return card.getPropertyList().getAll().stream()
                .filter(property -> property.getName().equalsIgnoreCase(name))
                .map(Property::getValue)
                .map(ForeignReaderTest::comparable)
                .toList();
    }

    /** iCal4j takes every UID for a URI, whatever its VALUE says (RFC 6350 6.7.6). So one that is text is taken out. */
    private static List<Entity> read(String cards) throws IOException, ParserException {
        String readable = UID_AS_TEXT.matcher(cards).replaceAll("");
        return new VCardBuilder(new StringReader(readable))
                .build()
                .getEntityList()
                .getAll();
    }

    /** Requires the grammar of lines, and that no line has more octets than it should. */
    private static void requireGrammar(String cards) {
        assertThat(cards).endsWith("\r\n");
        assertThat(Splitter.on("\r\n").split(cards))
                .allMatch(line -> line.getBytes(StandardCharsets.UTF_8).length <= MAX_OCTETS);
        assertThat(Splitter.on("\r\n").omitEmptyStrings().split(cards.replace("\r\n ", "")))
                .allMatch(line -> LINE.matcher(line.replace("\t", " ")).matches());
    }

    @Provide
    static Arbitrary<String> words() {
        return Arbitraries.of(
                        "Ana", "Muñoz", "李明", "🙂", ",", ";", ":", "\"", "^", "'", "=", "a".repeat(90), "é".repeat(80))
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(words -> String.join(" ", words));
    }

    @net.jqwik.api.Property(tries = 300)
    void othersShouldSeeTheSameNamesAddressesTelephonesAndNotes(
            @ForAll("words") String name,
            @ForAll("words") String notes,
            @ForAll("labels") List<String> labels,
            @ForAll VCardVersionToTry version)
            throws IOException, ParserException {
        List<ContactEmail> emails = labels.stream()
                .map(label -> new ContactEmail(Address.parse("a" + labels.indexOf(label) + "@example.com"), label))
                .distinct()
                .toList();
        ContactDetails details = new ContactDetails(
                name.substring(0, Math.min(name.length(), 190)),
                "S-1",
                emails,
                List.of("+34 600 000 001", "ext. 5"),
                "Acme",
                "Sales",
                "Head",
                "Street 1\n28013 Madrid",
                notes + "\n" + notes,
                true);
        String card = Cards.contact(details, ForeignCard.none()).text(version.version);

        requireGrammar(card);
        Entity read = read(card).get(0);
        assertThat(values(read, "FN")).containsExactly(comparable(details.name()));
        assertThat(values(read, "EMAIL"))
                .containsExactlyElementsOf(
                        emails.stream().map(email -> email.address().toString()).toList());
        assertThat(values(read, "TEL")).isEqualTo(details.phones());
        assertThat(values(read, "NOTE")).containsExactly(comparable(details.notes()));
    }

    /** The versions of an export. */
    enum VCardVersionToTry {
        THREE(VCardVersion.V3_0),
        FOUR(VCardVersion.V4_0);

        private final VCardVersion version;

        VCardVersionToTry(VCardVersion version) {
            this.version = version;
        }
    }

    @Provide
    static Arbitrary<List<String>> labels() {
        return Combinators.combine(
                        Arbitraries.of("", "work", "home"), Arbitraries.of("Büro 2", "a;b,c\"d", "x:y", "é".repeat(50)))
                .as(List::of);
    }

    private static List<ContactRow> rows(String name) throws IOException {
        try (InputStream input = ForeignReaderTest.class.getResourceAsStream("vcards/" + name + ".vcf")) {
            return Cards.rows(input.readAllBytes()).stream()
                    .filter(row -> row.defect().isEmpty())
                    .map(row -> ContactRow.of(row.cells()))
                    .toList();
        }
    }

    /** Not those with what iCal4j does not read, though it is right: a TZ with a name, a UID of 3.0 that is no URI. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "apple-contacts",
                "google-contacts",
                "gmail",
                "outlook-21",
                "nextcloud",
                "evolution",
                "14-bom-between",
                "17-bad-email"
            })
    void othersShouldReadWhatIsKeptOfOthersCards(String name) throws IOException, ParserException {
        assertThat(rows(name)).isNotEmpty();
        for (ContactRow row : rows(name)) {
            Entity read = read(Cards.contact(row).text(VCardVersion.V4_0)).get(0);
            assertThat(values(read, "FN")).contains(comparable(row.details().name()));
            assertThat(values(read, "EMAIL").stream()
                            .flatMap(text -> Accounts.addressIn(text).stream())
                            .collect(Collectors.toSet()))
                    .containsExactlyInAnyOrderElementsOf(row.details().emails().stream()
                            .map(ContactEmail::address)
                            .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apple-contacts",
                "google-contacts",
                "gmail",
                "outlook-21",
                "thunderbird",
                "nextcloud",
                "evolution",
                "odd-but-right",
                "17-bad-email",
                "damaged"
            })
    void exportShouldFollowTheGrammar(String name) throws IOException {
        for (ContactRow row : rows(name)) {
            requireGrammar(Cards.contact(row).text(VCardVersion.V3_0));
            requireGrammar(Cards.contact(row).text(VCardVersion.V4_0));
        }
    }
}
