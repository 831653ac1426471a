// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

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
}
