// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DkimKeyTest {
    private static String text(String record) {
        return Pattern.compile("\"([^\"]*)\"")
                .matcher(record)
                .results()
                .map(string -> string.group(1))
                .collect(Collectors.joining());
    }

    @Test
    void recordShouldHaveThePublicKeyInStringsThatTheDnsTakes() throws Exception {
        String record = DkimKey.make().record();

        assertThat(record)
                .startsWith("groups._domainkey TXT ( \"v=DKIM1; k=rsa; p=")
                .endsWith("\" )");
        assertThat(Pattern.compile("\"([^\"]*)\"").matcher(record).results())
                .allMatch(string -> string.group(1).length() <= 255);
        byte[] der = Base64.getDecoder().decode(text(record).substring("v=DKIM1; k=rsa; p=".length()));
        RSAPublicKey key = (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
        assertThat(key.getModulus().bitLength()).isEqualTo(2048);
    }

    @Test
    void ofShouldGiveTheSameRecordAgain() throws Exception {
        DkimKey made = DkimKey.make();

        assertThat(DkimKey.of(made.der()).record()).isEqualTo(made.record());
    }

    @Test
    void readShouldTakeAKeyWithTextInFrontOfIt(@TempDir Path folder) throws Exception {
        DkimKey made = DkimKey.make();
        Path file = folder.resolve("dkim.key");
        Files.writeString(
                file,
                "Bag Attributes: none\n-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(made.der()) + "\n-----END PRIVATE KEY-----\n");

        assertThat(DkimKey.read(file).record()).isEqualTo(made.record());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\nM\n-----END PRIVATE KEY-----\n",
                "-----END PRIVATE KEY----------BEGIN PRIVATE KEY-----"
            })
    void readShouldSayWhatIsRightWhenAFileIsNoKey(String content, @TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("dkim.key"), content);

        assertThatThrownBy(() -> DkimKey.read(file))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining("dkim.key is no RSA key in PKCS #8")
                .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");
    }
}
