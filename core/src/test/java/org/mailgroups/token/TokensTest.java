// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.value.Address;

class TokensTest {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final Address ANN = Address.parse("ann@other.net");

    private final Tokens tokens = new Tokens(new Signer("secret".getBytes(StandardCharsets.US_ASCII)));

    private String token(long object) {
        return tokens.make(Purpose.LEAVE, ANN, object);
    }

    private boolean isGood(String text) {
        return tokens.read(Purpose.LEAVE, text).isPresent();
    }

    @Property(tries = 200)
    void readShouldReturnWhatWasMadeHoweverItIsWritten(@ForAll long object) {
        String token = token(object);

        assertThat(token).hasSize(Tokens.LENGTH).matches("[a-z2-7]+");
        for (String text : new String[] {token, token.toUpperCase(Locale.ROOT)}) {
            assertThat(tokens.read(Purpose.LEAVE, text)).hasValueSatisfying(read -> {
                assertThat(read.object()).isEqualTo(object);
                assertThat(tokens.isFor(read, Address.parse("ANN@Other.Net"))).isTrue();
            });
        }
    }

    @Test
    void makeShouldReturnTheSameEachTime() {
        assertThat(token(17)).isEqualTo(token(17));
    }

    @Property(tries = 500)
    void readShouldRefuseATokenInWhichOneCharacterIsAnother(
            @ForAll @IntRange(max = Tokens.LENGTH - 1) int place, @ForAll @IntRange(min = 1, max = 31) int step) {
        String token = token(17);
        char other = ALPHABET.charAt((ALPHABET.indexOf(token.charAt(place)) + step) % ALPHABET.length());

        assertThat(isGood(token.substring(0, place) + other + token.substring(place + 1)))
                .isFalse();
    }

    @Property
    void readShouldRefuseATokenThatIsCutOrLonger(@ForAll @IntRange(max = Tokens.LENGTH - 1) int length) {
        assertThat(isGood(token(17).substring(0, length))).isFalse();
        assertThat(isGood(token(17) + ALPHABET.charAt(length % ALPHABET.length())))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "=", "1", "\u00e9", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void readShouldRefuseWhatIsNoToken(String text) {
        assertThat(isGood(text)).isFalse();
    }

    @Test
    void readShouldRefuseATokenOfAnotherServer() {
        Tokens others = new Tokens(new Signer("Secret".getBytes(StandardCharsets.US_ASCII)));

        assertThat(others.read(Purpose.LEAVE, token(17))).isEmpty();
    }

    @Test
    void tokenShouldBeForItsPersonAlone() {
        Token read = tokens.read(Purpose.LEAVE, token(17)).orElseThrow();

        assertThat(tokens.isFor(read, Address.parse("ann2@other.net"))).isFalse();
        assertThat(tokens.isFor(read, Address.parse("ann@other.net.example"))).isFalse();
        assertThat(token(17)).isNotEqualTo(token(18));
    }

    /** The links of a membership go on to work, whichever secret was there when the copy was sent. */
    @Test
    void readShouldTakeTokensOfTheSecretBefore() {
        byte[] old = "secret".getBytes(StandardCharsets.US_ASCII);
        byte[] present = "another".getBytes(StandardCharsets.US_ASCII);
        Address ann = Address.parse("ann@other.net");
        String older = tokens.make(Purpose.LEAVE, ann, 17);

        Tokens both = new Tokens(new Signer(() -> List.of(present, old), System::nanoTime));
        Tokens newest = new Tokens(new Signer(present));

        assertThat(both.read(Purpose.LEAVE, older))
                .hasValueSatisfying(read -> assertThat(both.isFor(read, ann)).isTrue());
        assertThat(both.read(Purpose.MODERATE, older)).isEmpty();
        assertThat(both.make(Purpose.LEAVE, ann, 17))
                .isNotEqualTo(older)
                .isEqualTo(newest.make(Purpose.LEAVE, ann, 17));
        assertThat(newest.read(Purpose.LEAVE, older)).isEmpty();
    }

    @Test
    void signatureShouldBeBoundToThePurpose() {
        Signer signer = new Signer("secret".getBytes(StandardCharsets.US_ASCII));

        assertThat(signer.sign("token LEAVE x".getBytes(StandardCharsets.US_ASCII)))
                .isNotEqualTo(signer.sign("token OTHER x".getBytes(StandardCharsets.US_ASCII)));
    }
}
