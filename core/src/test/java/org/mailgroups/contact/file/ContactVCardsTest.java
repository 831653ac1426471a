// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

import static org.assertj.core.api.Assertions.assertThat;

import ezvcard.VCardVersion;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.mailgroups.contact.ContactDetails;
import org.mailgroups.contact.ContactEmail;
import org.mailgroups.contact.ForeignCard;
import org.mailgroups.text.NormalForm;
import org.mailgroups.value.Address;

class ContactVCardsTest {
    private static final String RICH = "BEGIN:VCARD\r\nVERSION:4.0\r\nUID:foreign\r\nFN:Ann Smith\r\nN:Smith;Ann;;;\r\n"
            + "EMAIL;PREF=1:ann@example.com\r\nTEL;TYPE=cell:+1 555\r\nNOTE;LANGUAGE=en:Hello\r\nROLE:Singer\r\n"
            + "X-FOO;X-BAR=1:a\\,b\r\nEND:VCARD\r\n";

    @Provide
    static Arbitrary<String> line() {
        return Arbitraries.oneOf(
                        Arbitraries.chars().range(' ', '~').map(String::valueOf),
                        Arbitraries.of(
                                "á", "ñ", "山", "🙂", "\u00A0", ";", ",", "\\", "\"", "'", "^", ":", "|", "=", "\\n"))
                .list()
                .ofMaxSize(30)
                .map(characters -> NormalForm.of(String.join("", characters)));
    }

    @Provide
    static Arbitrary<ContactDetails> details() {
        Arbitrary<String> text = line();
        Arbitrary<String> name = text.map(words -> words.isEmpty() ? "Ann" : words);
        Arbitrary<String> lines =
                text.list().ofMaxSize(4).map(all -> String.join("\n", all).strip());
        Arbitrary<Address> address = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars("|'+=")
                .ofMinLength(1)
                .ofMaxLength(10)
                .map(local -> Address.parse(local + "@example.com"));
        Arbitrary<List<ContactEmail>> emails = Combinators.combine(
                        address.list().uniqueElements().ofMaxSize(4),
                        Arbitraries.of("", "work", "home", "Home", "WORK", "Büro 2", "a;b,c\"d")
                                .list()
                                .ofSize(4))
                .as((addresses, labels) -> IntStream.range(0, addresses.size())
                        .mapToObj(i -> new ContactEmail(addresses.get(i), labels.get(i)))
                        .collect(Collectors.toList()));
        Arbitrary<List<String>> phones = text.filter(number -> !number.isEmpty() && !number.startsWith("tel:"))
                .list()
                .ofMaxSize(3);
        return Combinators.combine(
                        name,
                        text.map(identifier -> identifier.replace("@", "")),
                        emails,
                        phones,
                        Combinators.combine(text, text, text).as((a, b, c) -> List.of(a, b, c)),
                        lines,
                        lines,
                        Arbitraries.of(true, false))
                .as((named, identifier, accounts, numbers, work, postalAddress, notes, shared) -> new ContactDetails(
                        named,
                        identifier,
                        accounts,
                        numbers,
                        work.get(0),
                        work.get(1),
                        work.get(2),
                        postalAddress,
                        notes,
                        shared));
    }

    @Property(tries = 500)
    void contactShouldComeBackFromItsCard(@ForAll("details") ContactDetails details) {
        Cards.Kept kept = Cards.contact(details, ForeignCard.none());

        ContactRow row = Cards.only(kept.text(VCardVersion.V4_0));

        assertThat(row.details()).isEqualTo(details);
        assertThat(row.cardAppliedTo(kept.contact())).contains(ForeignCard.none());
        assertThat(row.flaws()).isEmpty();
    }

    @Property(tries = 300)
    void contactShouldComeBackFromItsCardOfVersion3(@ForAll("details") ContactDetails details) {
        Cards.Kept kept = Cards.contact(details, ForeignCard.none());

        assertThat(Cards.only(kept.text(VCardVersion.V3_0)).details()).isEqualTo(details);
    }

    @Property(tries = 300)
    void contactShouldComeBackFromItsCells(@ForAll("details") ContactDetails details) {
        ContactDetails withoutLabels =
                ContactRow.of(ContactColumns.ALL.cells(details)).details();

        assertThat(ContactColumns.ALL.cells(withoutLabels)).isEqualTo(ContactColumns.ALL.cells(details));
        assertThat(ContactRow.of(ContactColumns.ALL.cells(details))
                        .appliedTo(Cards.contact(details, ForeignCard.none()).contact()))
                .isEqualTo(details);
    }

    private static String exported(VCardVersion version, String... lines) {
        ContactRow row =
                Cards.only("BEGIN:VCARD\r\nVERSION:4.0\r\n" + String.join("\r\n", lines) + "\r\nEND:VCARD\r\n");
        return Cards.contact(row).text(version);
    }

    @Test
    void cardOfVersion3ShouldHaveNothingOfVersion4() {
        assertThat(exported(
                        VCardVersion.V3_0,
                        "KIND:individual",
                        "FN:Annie",
                        "FN;PREF=1:Ann",
                        "EMAIL;PREF=2:b@example.com",
                        "EMAIL;PREF=1:a@example.com",
                        "ORG;SORT-AS=Acme;PREF=1:The Acme",
                        "ADR;GEO=\"geo:1,2\":;;Road;Town;;;",
                        "GENDER:F",
                        "X-FOO:kept"))
                .contains("FN:Ann\r\n", "N:;Ann;;;\r\n", "EMAIL;TYPE=pref:a@example.com", "ORG:The Acme", "X-FOO:kept")
                .doesNotContain("KIND", "PREF=", "SORT-AS", "GEO", "Annie", "GENDER");
    }

    @Test
    void cardShouldSayPlainlyWhatWasWrittenOtherwise() {
        assertThat(exported(
                        VCardVersion.V4_0,
                        "FN:Ann",
                        "N:;Ann;;;",
                        "EMAIL;PREF=1:mailto: ann@example.com ",
                        "EMAIL:",
                        "TEL: ",
                        "ORG:;",
                        "NOTE:",
                        "TITLE:"))
                .contains("EMAIL;PREF=1:ann@example.com\r\n")
                .doesNotContain("mailto", "TEL", "ORG", "NOTE", "TITLE");
    }

    private static Cards.Kept rich() {
        return Cards.contact(Cards.only(RICH));
    }

    private static Cards.Kept edited(String name, String notes) {
        ContactDetails before = rich().contact().details();
        return Cards.contact(
                new ContactDetails(name, "", before.emails(), List.of("+1 777"), "", "", "", "", notes, false),
                rich().card());
    }

    @Test
    void cardShouldKeepWhatTheContactHasNot() {
        assertThat(rich().text(VCardVersion.V4_0))
                .contains(
                        "UID;VALUE=text:foreign",
                        "N:Smith;Ann;;;",
                        "TEL;TYPE=cell:+1 555",
                        "NOTE;LANGUAGE=en:Hello",
                        "ROLE:Singer",
                        "X-FOO;X-BAR=1:a\\,b");
    }

    @Test
    void cardShouldKeepNothingThatTheContactHasItself() {
        assertThat(rich().card().properties()).doesNotContain("ann@example.com", "UID");
    }

    @Test
    void cardShouldGiveUpWhatNoLongerAgreesWithTheContact() {
        assertThat(edited("Ann Jones", "Bye").text(VCardVersion.V4_0))
                .contains(
                        "FN:Ann Jones",
                        "N:;Ann Jones;;;",
                        "TEL:+1 777",
                        "NOTE:Bye",
                        "ROLE:Singer",
                        "X-FOO;X-BAR=1:a\\,b")
                .doesNotContain("Smith", "TYPE=cell", "LANGUAGE");
    }
}
