// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.members;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.utils.PropertiesProvider;
import org.mailgroups.members.login.Tokens;
import org.mailgroups.right.Principal;
import org.mailgroups.value.InvalidValueException;

/**
 * The tokens of webadmin: JWT (RFC 7519) of administrators, signed with RS256.
 *
 * <p>James' own verifier is not asked, since it reads what a token says before it verifies the signature, and logs what
 * it cannot read. Strangers reach this port, so here nothing of a token is read before its signature is right, and
 * nothing is logged. No field of it chooses the algorithm or the key. Thread-safe.
 */
public final class SignedTokens implements Tokens {
    private static final String ALGORITHM = "RS256";
    private static final int PARTS = 3;

    private final ObjectMapper json = new ObjectMapper();
    private final List<PublicKey> keys;
    private final Clock clock;

    /** @param keys RSA keys; what one of them has signed is good */
    SignedTokens(List<PublicKey> keys, Clock clock) {
        this.keys = List.copyOf(keys);
        this.clock = clock;
    }

    /**
     * Returns the tokens that webadmin takes; empty if it takes none.
     *
     * @throws ConfigurationException with a text for the postmaster, if one of its keys cannot be used here
     */
    public static Optional<Tokens> ofWebadmin(PropertiesProvider properties, FileSystem files, Clock clock)
            throws ConfigurationException {
        List<PublicKey> keys = WebadminKeys.read(properties, files);
        return keys.isEmpty() ? Optional.empty() : Optional.of(new SignedTokens(keys, clock));
    }

    @Override
    public Optional<Principal.Postmaster> postmaster(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != PARTS || !isSigned(parts)) {
            return Optional.empty();
        }
        return isUsual(read(parts[0])) ? administrator(read(parts[1])) : Optional.empty();
    }

    private boolean isSigned(String[] parts) {
        byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.UTF_8);
        return decoded(parts[2])
                .filter(signature -> keys.stream().anyMatch(key -> isSigned(key, signed, signature)))
                .isPresent();
    }

    private static boolean isSigned(PublicKey key, byte[] signed, byte[] signature) {
        try {
            Signature verifying = Signature.getInstance("SHA256withRSA");
            verifying.initVerify(key);
            verifying.update(signed);
            return verifying.verify(signature);
        } catch (SignatureException e) {
            // It is no signature at all, such as one of another length.
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("RSA is not there, or a key is none of RSA", e);
        }
    }

    private static Optional<byte[]> decoded(String part) {
        try {
            return Optional.of(Base64.getUrlDecoder().decode(part));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns the JSON of a part; a missing node if it is none. */
    private JsonNode read(String part) {
        try {
            JsonNode read = json.readTree(decoded(part).orElse(new byte[0]));
            return read == null ? MissingNode.getInstance() : read;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns whether a header says what it should, and nothing that is critical (RFC 7515 4.1.11) or compressed. */
    private static boolean isUsual(JsonNode header) {
        return ALGORITHM.equals(header.path("alg").asText()) && !header.has("crit") && !header.has("zip");
    }

    private Optional<Principal.Postmaster> administrator(JsonNode claims) {
        JsonNode subject = claims.path("sub");
        boolean isAdministrator =
                claims.path("admin").isBoolean() && claims.path("admin").booleanValue();
        if (!isAdministrator
                || !holds(claims)
                || !subject.isTextual()
                || subject.textValue().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Principal.Postmaster(subject.textValue()));
        } catch (InvalidValueException e) {
            // Such a name cannot stand in the audit trail.
            return Optional.empty();
        }
    }

    /** Returns whether a token holds now. Its times are in seconds since 1970; without an end it holds for good. */
    private boolean holds(JsonNode claims) {
        double now = clock.millis() / 1000.0;
        return isAbsentOr(claims.path("exp"), end -> now < end)
                && isAbsentOr(claims.path("nbf"), start -> now >= start);
    }

    private static boolean isAbsentOr(JsonNode time, DoublePredicate is) {
        return time.isMissingNode() || (time.isNumber() && is.test(time.doubleValue()));
    }
}
