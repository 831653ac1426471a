// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.addressbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import javax.mail.internet.AddressException;
import javax.mail.internet.InternetAddress;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.value.Address;

class AddressListTest {
    private static String listOf(String name) {
        return AddressList.of(List.of(new Mailbox(name, Address.parse("ann@x.test"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Ann|Ann <ann@x.test>",
                "Ann Mary Smith|Ann Mary Smith <ann@x.test>",
                "O'Hara & Co|O'Hara & Co <ann@x.test>",
                "Smith, Ann|\"Smith, Ann\" <ann@x.test>",
                "J. Smith|\"J. Smith\" <ann@x.test>",
                "Two  spaces|\"Two  spaces\" <ann@x.test>",
                "Ann (Sales)|\"Ann (Sales)\" <ann@x.test>",
                "Sales: Ann;|\"Sales: Ann;\" <ann@x.test>",
                "Ann <eve@y.test>|\"Ann <eve@y.test>\" <ann@x.test>",
                "ann@x.test|\"ann@x.test\" <ann@x.test>",
                "Ann \"The\" Smith|\"Ann \\\"The\\\" Smith\" <ann@x.test>",
                "C:\\Ann|\"C:\\\\Ann\" <ann@x.test>",
                "Ann\\\"|\"Ann\\\\\\\"\" <ann@x.test>",
                "José|=?UTF-8?B?Sm9zw6k=?= <ann@x.test>",
                "Ann 😀|=?UTF-8?B?QW5uIPCfmIA=?= <ann@x.test>",
                "=?utf-8?Q?Bob?=|=?UTF-8?B?PT91dGYtOD9RP0JvYj89?= <ann@x.test>"
            })
    void ofShouldSayTheNameInTheFormThatItNeeds(String name, String expected) {
        assertThat(listOf(name)).isEqualTo(expected);
    }

    @Test
    void ofShouldBeTheAddressAloneWhenThereIsNoName() {
        assertThat(listOf("")).isEqualTo("ann@x.test");
    }

    @Test
    void ofShouldSeparateMailboxesWithCommas() {
        List<Mailbox> mailboxes = List.of(
                new Mailbox("Smith, Ann", Address.parse("ann@x.test")),
                new Mailbox("", Address.parse("team@example.org")),
                new Mailbox("Bob", Address.parse("bob@x.test")));

        assertThat(AddressList.of(mailboxes))
                .isEqualTo("\"Smith, Ann\" <ann@x.test>, team@example.org, Bob <bob@x.test>");
    }

    @Test
    void ofShouldKeepTheLocalPartAndWriteTheDomainInALabels() {
        List<Mailbox> mailboxes = List.of(new Mailbox("", Address.parse("José.B@Büro.test")));

        assertThat(AddressList.of(mailboxes)).isEqualTo("José.B@xn--bro-hoa.test");
    }

    @ParameterizedTest
    @ValueSource(strings = {"á", "€", "😀", "aá", "ab😀"})
    void ofShouldCutLongNamesIntoEncodedWordsOfWholeCharacters(String part) throws AddressException {
        String name = part.repeat(100);

        String list = listOf(name);

        String[] words = list.split(" ", -1);
        assertThat(words).hasSizeGreaterThan(3);
        assertThat(Arrays.copyOf(words, words.length - 1)).allSatisfy(word -> {
            assertThat(word).matches("=\\?UTF-8\\?B\\?[A-Za-z0-9+/]+=*\\?=").hasSizeLessThanOrEqualTo(75);
            byte[] octets = Base64.getDecoder().decode(word.substring(10, word.length() - 2));
            assertThat(new String(octets, StandardCharsets.UTF_8)).doesNotContain("\uFFFD");
        });
        assertThat(InternetAddress.parse(list)[0].getPersonal()).isEqualTo(name);
    }

    /** A name cannot have a control character. If one had, it would still not reach the header. */
    @ParameterizedTest
    @ValueSource(strings = {"Ann\r\nBcc: eve@y.test", "Ann\nX", "Ann\rX", "Ann\u0000", "\u007F", "Ann\tX"})
    void ofShouldBeOneLineWhateverTheNameIs(String name) {
        assertThat(listOf(name)).matches("[ -~]+").endsWith(" <ann@x.test>").doesNotContain("Bcc");
    }

    /** Reads an address list with James' own parser, which is independent of ours. */
    @Property
    void everyReaderShouldFindTheNamesAndAddressesAgain(@ForAll("names") List<String> names) throws AddressException {
        List<Mailbox> mailboxes = IntStream.range(0, names.size())
                .mapToObj(i -> new Mailbox(names.get(i), Address.parse("a" + i + "@x.test")))
                .toList();

        String list = AddressList.of(mailboxes);

        InternetAddress[] read = InternetAddress.parse(list, true);
        assertThat(list).matches("[ -~]*");
        assertThat(read)
                .extracting(InternetAddress::getAddress)
                .containsExactlyElementsOf(mailboxes.stream()
                        .map(mailbox -> mailbox.address().toString())
                        .toList());
        assertThat(read).extracting(InternetAddress::getPersonal).containsExactlyElementsOf(names);
    }

    @Provide
    Arbitrary<List<String>> names() {
        Arbitrary<String> special = Arbitraries.of("ab,;:<>()[]@.\\\"'=?_ -áñ😀"
                        .codePoints()
                        .mapToObj(Character::toString)
                        .toList())
                .list()
                .ofMaxSize(30)
                .map(characters -> String.join("", characters));
        Arbitrary<String> any = Arbitraries.strings().ofMaxLength(200).filter(text -> text.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE));
        return Arbitraries.oneOf(special, any)
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }
}
