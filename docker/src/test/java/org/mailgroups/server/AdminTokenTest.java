// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.apache.james.jwt.JwtConfiguration;
import org.apache.james.jwt.JwtTokenVerifier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminTokenTest {
    /** James asks the clock of the machine whether a token has expired. */
    private static final Instant NOW = Instant.now();

    @TempDir
    Path data;

    @BeforeEach
    void makeFolder() throws Exception {
        PrivateFile.makeFolder(data.resolve("keys"));
    }

    @Test
    void ensureShouldMakeATokenThatJamesTakesForAnAdministrators() throws Exception {
        AdminToken token = tokenAt(NOW);
        token.ensure();

        JwtTokenVerifier james = jamesVerifier();
        assertThat(james.verifyAndExtractLogin(token.read())).contains("postmaster");
        assertThat(james.hasAttribute("admin", true, token.read())).isTrue();
    }

    @Test
    void ensureShouldGiveTheTokenAnEnd() throws Exception {
        AdminToken token = tokenAt(NOW);
        token.ensure();

        String claims = new String(Base64.getUrlDecoder().decode(claimsPart(token.read())), StandardCharsets.UTF_8);
        assertThat(claims).contains("\"exp\":" + NOW.plus(AdminToken.LIFETIME).getEpochSecond());
    }

    @Test
    void ensureShouldLetNobodyElseReadTokenAndKey() throws Exception {
        tokenAt(NOW).ensure();

        for (Path file : List.of(data.resolve("admin.jwt"), data.resolve("keys/jwt.key"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void ensureShouldKeepTheTokenWhenItIsGoodForAWhile() throws Exception {
        AdminToken first = tokenAt(NOW);
        first.ensure();
        String before = first.read();
        AdminToken later = tokenAt(NOW.plus(AdminToken.LIFETIME)
                .minus(AdminToken.RENEW_BEFORE_EXPIRY)
                .minus(Duration.ofMinutes(1)));
        later.ensure();

        assertThat(later.read()).isEqualTo(before);
    }

    @Test
    void ensureShouldRenewTheTokenWhenItIsNearItsEnd() throws Exception {
        AdminToken first = tokenAt(NOW);
        first.ensure();
        String before = first.read();
        AdminToken later = tokenAt(NOW.plus(AdminToken.LIFETIME)
                .minus(AdminToken.RENEW_BEFORE_EXPIRY)
                .plus(Duration.ofMinutes(1)));
        later.ensure();

        assertThat(later.read()).isNotEqualTo(before);
        assertThat(jamesVerifier().verifyAndExtractLogin(later.read())).contains("postmaster");
    }

    @Test
    void ensureShouldWriteANewTokenWhenTheKeyWasReplaced() throws Exception {
        AdminToken token = tokenAt(NOW);
        token.ensure();
        String before = token.read();
        Files.delete(data.resolve("keys/jwt.key"));
        token.ensure();

        assertThat(jamesVerifier().verifyAndExtractLogin(before)).isEmpty();
        assertThat(jamesVerifier().verifyAndExtractLogin(token.read())).contains("postmaster");
    }

    @Test
    void ensureShouldWriteANewTokenWhenTheFileIsDamaged() throws Exception {
        AdminToken token = tokenAt(NOW);
        token.ensure();
        Files.writeString(data.resolve("admin.jwt"), "not a token");
        token.ensure();

        assertThat(jamesVerifier().verifyAndExtractLogin(token.read())).contains("postmaster");
    }

    private static String claimsPart(String token) {
        return token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'));
    }

    private AdminToken tokenAt(Instant now) {
        return new AdminToken(data, Clock.fixed(now, ZoneOffset.UTC));
    }

    private JwtTokenVerifier jamesVerifier() throws Exception {
        return JwtTokenVerifier.create(new JwtConfiguration(List.of(Files.readString(data.resolve("keys/jwt.pub")))));
    }
}
