// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.members;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.server.core.configuration.Configuration;
import org.apache.james.server.core.filesystem.FileSystemImpl;
import org.apache.james.utils.PropertiesProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.members.login.Tokens;
import org.mailgroups.right.Principal;

/** Tokens of webadmin, good ones, and what attackers would send. */
class SignedTokensTest {
    private static final KeyPair OURS = pair("RSA", 2048);
    private static final KeyPair OTHERS = pair("RSA", 2048);
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final long SECONDS = NOW.getEpochSecond();
    private static final String RS256 = "{\"alg\":\"RS256\",\"typ\":\"JWT\"}";
    private static final String ADMIN = "{\"sub\":\"postmaster\",\"admin\":true,\"exp\":" + (SECONDS + 60) + "}";

    private final Tokens tokens = new SignedTokens(List.of(OURS.getPublic()), Clock.fixed(NOW, ZoneOffset.UTC));

    private static KeyPair pair(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    private static String encode(String text) {
        return encode(text.getBytes(UTF_8));
    }

    private static String signed(KeyPair keys, String algorithm, String header, String claims) {
        String content = encode(header) + "." + encode(claims);
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(keys.getPrivate());
            signature.update(content.getBytes(UTF_8));
            return content + "." + encode(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signed(String claims) {
        return signed(OURS, "SHA256withRSA", RS256, claims);
    }

    /** Signs with the public key, which everybody may know, as if it were a secret. */
    private static String signedByPublicKey(byte[] key) {
        String content = encode("{\"alg\":\"HS256\"}") + "." + encode(ADMIN);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return content + "." + encode(mac.doFinal(content.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(byte[] der) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END PUBLIC KEY-----\n";
    }

    @Test
    void tokenOfAnAdministratorShouldNameThePostmaster() {
        assertThat(tokens.postmaster(signed(ADMIN))).hasValue(new Principal.Postmaster("postmaster"));
        assertThat(tokens.postmaster(signed("{\"sub\":\"alice@example.org\",\"admin\":true}")))
                .hasValue(new Principal.Postmaster("alice@example.org"));
    }

    @Test
    void everyKeyShouldDo() {
        Tokens two = new SignedTokens(List.of(OTHERS.getPublic(), OURS.getPublic()), Clock.fixed(NOW, ZoneOffset.UTC));

        assertThat(two.postmaster(signed(ADMIN))).isPresent();
        assertThat(two.postmaster(signed(OTHERS, "SHA256withRSA", RS256, ADMIN)))
                .isPresent();
    }

    static Stream<String> badTokens() {
        String good = signed(ADMIN);
        String[] parts = good.split("\\.", -1);
        return Stream.of(
                "",
                ".",
                "..",
                "...",
                "nonsense",
                "a.b.c",
                "\n. .\u0000",
                good + ".",
                "." + good,
                good.substring(0, good.length() - 4),
                parts[0] + "." + parts[1] + ".",
                parts[0] + "." + parts[1] + "." + parts[2] + "AAAA",
                parts[0] + "." + encode(ADMIN.replace("postmaster", "root")) + "." + parts[2],
                encode("{\"alg\":\"none\"}") + "." + parts[1] + ".",
                encode("{\"alg\":\"none\"}") + "." + parts[1] + "." + parts[2],
                signed(OTHERS, "SHA256withRSA", RS256, ADMIN),
                signedByPublicKey(OURS.getPublic().getEncoded()),
                signedByPublicKey(pem(OURS.getPublic().getEncoded()).getBytes(UTF_8)),
                // The right key, and another algorithm than the one that webadmin's tokens have.
                signed(OURS, "SHA512withRSA", "{\"alg\":\"RS512\"}", ADMIN),
                signed(OURS, "SHA256withRSA", "{\"alg\":\"RS512\"}", ADMIN),
                signed(OURS, "SHA512withRSA", RS256, ADMIN),
                signed(OURS, "SHA256withRSA", "{\"alg\":\"none\"}", ADMIN),
                signed(OURS, "SHA256withRSA", "{}", ADMIN),
                signed(OURS, "SHA256withRSA", "{\"alg\":[\"RS256\"]}", ADMIN),
                signed(OURS, "SHA256withRSA", "{\"alg\":\"RS256\",\"crit\":[\"x\"],\"x\":1}", ADMIN),
                signed(OURS, "SHA256withRSA", "{\"alg\":\"RS256\",\"zip\":\"DEF\"}", ADMIN),
                signed(OURS, "SHA256withRSA", "no JSON", ADMIN),
                signed(pair("EC", 256), "SHA256withECDSA", "{\"alg\":\"ES256\"}", ADMIN));
    }

    @ParameterizedTest
    @MethodSource("badTokens")
    void forgedTokenShouldOpenNothing(String token) {
        assertThat(tokens.postmaster(token)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sub\":\"postmaster\"}",
                "{\"sub\":\"postmaster\",\"admin\":false}",
                "{\"sub\":\"postmaster\",\"admin\":\"true\"}",
                "{\"sub\":\"postmaster\",\"admin\":1}",
                "{\"sub\":\"postmaster\",\"admin\":[true]}",
                "{\"sub\":\"postmaster\",\"type\":\"admin\"}",
                "{\"admin\":true}",
                "{\"sub\":\"\",\"admin\":true}",
                "{\"sub\":null,\"admin\":true}",
                "{\"sub\":{\"admin\":true},\"admin\":true}",
                "{\"sub\":\"two\\nlines\",\"admin\":true}",
                "{\"sub\":\"postmaster\",\"admin\":true,\"exp\":\"never\"}",
                "{\"sub\":\"postmaster\",\"admin\":true,\"exp\":null}",
                "[true]",
                "true",
                "",
                "no JSON"
            })
    void tokenOfNobodyWhoAdministersShouldOpenNothing(String claims) {
        assertThat(tokens.postmaster(signed(claims))).isEmpty();
    }

    @Test
    void tokenShouldHoldFromItsBeginToItsEnd() {
        String start = "{\"sub\":\"postmaster\",\"admin\":true,";

        assertThat(tokens.postmaster(signed(start + "\"exp\":" + (SECONDS + 1) + "}")))
                .isPresent();
        assertThat(tokens.postmaster(signed(start + "\"exp\":" + SECONDS + ".5}")))
                .isPresent();
        assertThat(tokens.postmaster(signed(start + "\"exp\":" + SECONDS + "}")))
                .isEmpty();
        assertThat(tokens.postmaster(signed(start + "\"exp\":" + (SECONDS - 1) + "}")))
                .isEmpty();
        assertThat(tokens.postmaster(signed(start + "\"exp\":-1e400}"))).isEmpty();
        assertThat(tokens.postmaster(signed(start + "\"nbf\":" + SECONDS + "}")))
                .isPresent();
        assertThat(tokens.postmaster(signed(start + "\"nbf\":" + (SECONDS + 1) + "}")))
                .isEmpty();
    }

    @Test
    void nestingShouldNotOverflow() {
        assertThat(tokens.postmaster(signed("[".repeat(2000)))).isEmpty();
        assertThat(tokens.postmaster("x." + encode("[".repeat(2000)) + ".x")).isEmpty();
    }

    private Optional<Tokens> ofWebadmin(Path james, String webadmin) throws IOException, ConfigurationException {
        Configuration.Basic configuration =
                Configuration.builder().workingDirectory(james.toFile()).build();
        Files.createDirectories(james.resolve("conf"));
        Files.createDirectories(james.resolve("var"));
        Files.writeString(james.resolve("conf/webadmin.properties"), webadmin);
        FileSystemImpl files = new FileSystemImpl(configuration.directories());
        return SignedTokens.ofWebadmin(
                new PropertiesProvider(files, configuration.configurationPath()),
                files,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void keyShouldBeThatOfWebadmin(@TempDir Path james) throws Exception {
        Files.createDirectories(james.resolve("var"));
        Files.writeString(james.resolve("var/jwt.pub"), pem(OURS.getPublic().getEncoded()));

        Optional<Tokens> found =
                ofWebadmin(james, "enabled=true\njwt.enabled=true\njwt.publickeypem.url=file://var/jwt.pub\n");

        assertThat(found).isPresent();
        assertThat(found.get().postmaster(signed(ADMIN))).isPresent();
        assertThat(found.get().postmaster(signed(OTHERS, "SHA256withRSA", RS256, ADMIN)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "enabled=true",
                "enabled=false\njwt.enabled=true\njwt.publickeypem.url=file://var/none",
                "enabled=true\njwt.enabled=false\njwt.publickeypem.url=file://var/none",
                "enabled=true\njwt.publickeypem.url=file://var/none",
                "enabled=true\njwt.enabled=true"
            })
    void noTokenShouldBeTakenWhereWebadminTakesNone(String webadmin, @TempDir Path james) throws Exception {
        assertThat(ofWebadmin(james, webadmin)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no key", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "EC"})
    void keyThatCannotBeUsedShouldBeNamed(String content, @TempDir Path james) throws Exception {
        Files.createDirectories(james.resolve("var"));
        Files.writeString(
                james.resolve("var/jwt.pub"),
                content.equals("EC") ? pem(pair("EC", 256).getPublic().getEncoded()) : content);

        assertThatThrownBy(() ->
                        ofWebadmin(james, "enabled=true\njwt.enabled=true\njwt.publickeypem.url=file://var/jwt.pub\n"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("webadmin.properties: jwt.publickeypem.url names file://var/jwt.pub")
                .hasMessageContaining("members.postmasters=nobody");
    }
}
