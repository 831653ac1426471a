// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.text.NormalForm;

class AddressTest {
    private static final String ALPHABET =
            "aAzZ09.-_+@%*!\"\\ <>()\r\n\t\u0000éÉßİΣ李\u00ad\u200b\u202e。\ud83d\ude00\ud800";

    @Property
    void parseShouldThrowNothingButInvalidValueForAnyText(@ForAll("texts") String text) {
        Address address;
        try {
            address = Address.parse(text);
        } catch (InvalidValueException e) {
            assertThat(e.getMessage()).isNotBlank();
            return;
        }
        assertThat(address.toString()).isEqualTo(NormalForm.of(text));
        assertThat(address.key()).isEqualTo(address.localPart() + "@" + address.domain());
        assertThat(octets(address.key())).isLessThanOrEqualTo(Address.MAX_OCTETS);
        assertThat(octets(address.localPart())).isLessThanOrEqualTo(64);
        assertThat((address + address.key()).codePoints()).noneMatch(AddressTest::breaksALine);
    }

    @Property
    void parseShouldGiveTheSameAddressForItsKey(@ForAll("addresses") Address address) {
        Address again = Address.parse(address.key());

        assertThat(again).isEqualTo(address).hasSameHashCodeAs(address);
        assertThat(again.key()).isEqualTo(address.key());
    }

    @Property
    void parseShouldNotMindTheCaseOfAscii(@ForAll("asciiAddresses") String text) {
        assertThat(Address.parse(text.toUpperCase(Locale.ROOT)))
                .isEqualTo(Address.parse(text))
                .hasSameHashCodeAs(Address.parse(text));
    }

    @Property
    void compareToShouldAgreeWithEqualsAndWithItself(
            @ForAll("addresses") Address a, @ForAll("addresses") Address b, @ForAll("addresses") Address c) {
        assertThat(a.compareTo(b) == 0).isEqualTo(a.equals(b));
        assertThat(Integer.signum(a.compareTo(b))).isEqualTo(-Integer.signum(b.compareTo(a)));
        if (a.compareTo(b) <= 0 && b.compareTo(c) <= 0) {
            assertThat(a).isLessThanOrEqualTo(c);
        }
    }

    @Property
    void compareToShouldPutNeighboursOfADomainTogether(@ForAll("addresses") Address a, @ForAll("addresses") Address b) {
        int byDomain = a.domain().compareTo(b.domain());
        int expected = byDomain != 0 ? byDomain : a.localPart().compareTo(b.localPart());

        assertThat(Integer.signum(a.compareTo(b))).isEqualTo(Integer.signum(expected));
    }

    @Property
    void withoutDetailShouldBeAnAddressWithoutDetail(@ForAll("addresses") Address address) {
        Address base = address.withoutDetail();

        assertThat(base.withoutDetail()).isEqualTo(base);
        assertThat(base.domain()).isEqualTo(address.domain());
        assertThat(address.localPart()).startsWith(base.localPart());
        assertThat(Address.parse(base.key())).isEqualTo(base);
    }

    @ParameterizedTest
    @CsvSource({
        "team+detail@example.org, team@example.org",
        "team+a+b@example.org, team@example.org",
        "team+@example.org, team@example.org",
        "+detail@example.org, +detail@example.org",
        "team.+detail@example.org, team.+detail@example.org",
        "team.+@example.org, team.+@example.org",
        "team@example.org, team@example.org"
    })
    void withoutDetailShouldCutAtTheFirstPlus(String address, String expected) {
        assertThat(Address.parse(address).withoutDetail()).isEqualTo(Address.parse(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "jürgen@bücher.example, jürgen@xn--bcher-kva.example",
        "a@BÜCHER.example, A@xn--bcher-kva.EXAMPLE",
        "a@straße.example, a@XN--STRAE-OQA.example",
        "a@bücher。example, a@xn--bcher-kva.example",
        "李@例え.テスト, 李@xn--r8jz45g.xn--zckzah"
    })
    void bothSpellingsOfAnInternationalDomainShouldBeEqual(String one, String other) {
        assertThat(Address.parse(one)).isEqualTo(Address.parse(other));
    }

    @ParameterizedTest
    @CsvSource({
        "jose\u0301@example.org, jos\u00e9@example.org",
        "JOSE\u0301@example.org, jos\u00e9@example.org",
        "J\u030Cim@example.org, \u01F0im@example.org",
        "a@mu\u0308ller.example, a@m\u00fcller.example",
    })
    void addressesThatLookTheSameShouldBeEqual(String one, String other) {
        assertThat(Address.parse(one)).isEqualTo(Address.parse(other)).hasSameHashCodeAs(Address.parse(other));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bob@example.org\u00a0",
                "\ufeffbob@example.org",
                "\u200ebob@example.org\u200f",
                "\u202abob@example.org\u202c",
                "\u2068bob@example.org\u2069",
                "\u200bbob@example.org\u200b\u2060\u00ad",
                "\u3000\tbob@example.org\r\n"
            })
    void parseShouldStripWhatShowsNothing(String text) {
        assertThat(Address.parse(text)).hasToString("bob@example.org");
    }

    @ParameterizedTest
    @CsvSource({
        "zwsp@else\u200bwhere.example, its domain has the invisible character [U+200B]",
        "shy@else\u00adwhere.example, its domain has the invisible character [U+00AD]",
        "a@\u200elater.example, its domain has the invisible character [U+200E]",
        "a@e\ufe0fx.example, its domain has the invisible character [U+FE0F]",
        "a@e\u034fx.example, its domain has the invisible character [U+034F]",
        "a\u2060b@x.example, its local part has the invisible character [U+2060]",
        "wide\uff20elsewhere.example, wide\uff20[U+FF20]elsewhere.example",
        "b\u043eb@x\u0000.example, b\u043e[U+043E]b@x[U+0000].example",
    })
    void parseShouldShowWhatCannotBeSeen(String text, String shown) {
        assertThatThrownBy(() -> Address.parse(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining(shown);
    }

    @Example
    void differentDomainsOfIdna2008ShouldNotBeEqual() {
        assertThat(Address.parse("a@straße.example")).isNotEqualTo(Address.parse("a@strasse.example"));
        assertThat(Address.parse("a@faß.example")).isNotEqualTo(Address.parse("a@fass.example"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "a@",
                "@b",
                "a",
                "a b@example.org",
                "a@b@example.org",
                ".a@example.org",
                "a.@example.org",
                "a..b@example.org",
                "\"a b\"@example.org",
                "*@example.org",
                "%@example.org",
                "a@*.example.org",
                "a@[127.0.0.1]",
                "a@-b.example",
                "a@b_c.example",
                "a@b_ü.example",
                "a@example.org.",
                "a@bücher.example。",
                "a@\u0378.example",
                "a@b\u200dü.example",
                "a@אבa.example",
                "a@example..org",
                "a@example.org\r\nBcc: b@example.org",
                "a\r\nBcc: b@example.org",
                "a\n@example.org",
                "a@exam\nple.org",
                "a@exam\u0000ple.org",
                "a\u202eb@example.org",
                "a@ex\u202eample.org",
                "a@ex\u2028ample.org",
                "Ann <ann@example.org>"
            })
    void parseShouldRefuseWhatIsNotAnAddress(String text) {
        assertThatThrownBy(() -> Address.parse(text)).isInstanceOf(InvalidValueException.class);
    }

    @Example
    void parseShouldKeepTheLengthsOfRfc5321() {
        String label = "a".repeat(63);
        String domain = label + "." + label + "." + "b".repeat(61);

        assertThat(octets(Address.parse("c".repeat(64) + "@" + domain).key())).isEqualTo(Address.MAX_OCTETS);
        assertThatThrownBy(() -> Address.parse("c".repeat(64) + "@" + domain + "b"))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> Address.parse("c".repeat(65) + "@example.org"))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> Address.parse("é".repeat(33) + "@example.org"))
                .isInstanceOf(InvalidValueException.class);
    }

    @Example
    void parseShouldRefuseAnEndlessTextWithoutEnd() {
        assertThatThrownBy(() -> Address.parse("a@" + "a.".repeat(500_000) + "a"))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> Address.parse("a.".repeat(500_000) + "a@example.org"))
                .isInstanceOf(InvalidValueException.class);
    }

    @Property
    void wireFormShouldBeInAsciiButForTheLocalPartAndMeanTheSame(@ForAll("addresses") Address address) {
        String wireForm = address.wireForm();

        assertThat(Address.parse(wireForm)).isEqualTo(address);
        assertThat(wireForm).endsWith("@" + address.domain());
        assertThat(address.toString()).startsWith(wireForm.substring(0, wireForm.indexOf('@') + 1));
    }

    @Example
    void wireFormShouldKeepTheCaseOfTheLocalPart() {
        assertThat(Address.parse("Ann.Smith@MÜLLER.example").wireForm()).isEqualTo("Ann.Smith@xn--mller-kva.example");
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean breaksALine(int codePoint) {
        return Character.isISOControl(codePoint) || codePoint == 0x2028 || codePoint == 0x2029;
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> odd =
                Arbitraries.strings().withChars(ALPHABET.toCharArray()).ofMaxLength(20);
        Arbitrary<String> anything = Arbitraries.strings().all().ofMaxLength(300);
        return Arbitraries.oneOf(
                anything,
                odd,
                Combinators.combine(odd, odd).as((local, domain) -> local + "@" + domain),
                Combinators.combine(anything, anything).as((local, domain) -> local + "@" + domain + ".org"));
    }

    @Provide
    Arbitrary<String> asciiAddresses() {
        Arbitrary<String> local = Arbitraries.strings()
                .withCharRange('a', 'e')
                .withChars("+-_!")
                .ofMinLength(1)
                .ofMaxLength(4);
        Arbitrary<String> label =
                Arbitraries.strings().withCharRange('a', 'c').ofMinLength(1).ofMaxLength(2);
        return Combinators.combine(local, label, label).as((l, d, tld) -> l + "@" + d + "." + tld);
    }

    @Provide
    Arbitrary<Address> addresses() {
        Arbitrary<String> international = Combinators.combine(
                        Arbitraries.strings()
                                .withChars("aÉßİΣȺ李+.".toCharArray())
                                .ofMinLength(1)
                                .ofMaxLength(30),
                        Arbitraries.of("example.org", "bücher.example", "BÜCHER.example", "b"))
                .as((local, domain) -> local + "@" + domain);
        return Arbitraries.oneOf(asciiAddresses(), international)
                .filter(AddressTest::isAddress)
                .map(Address::parse);
    }

    private static boolean isAddress(String text) {
        try {
            Address.parse(text);
            return true;
        } catch (InvalidValueException e) {
            return false;
        }
    }
}
