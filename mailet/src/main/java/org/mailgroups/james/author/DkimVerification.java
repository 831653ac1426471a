// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.author;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.mail.MessagingException;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.Headers;
import org.apache.james.jdkim.api.PublicKeyRecordRetriever;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.exceptions.FailException;
import org.apache.james.jdkim.exceptions.TempFailException;
import org.apache.james.jdkim.impl.DNSPublicKeyRecordRetriever;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.mailet.Mail;
import org.mailgroups.james.dns.NameServers;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.value.StoreUnavailableException;

/**
 * Verifies DKIM signatures (RFC 6376). Each signature that matters is verified by itself, with James' own library. So a
 * DNS that does not answer is told apart from a signature that is wrong, and nothing that a signer writes into one
 * signature can look like another.
 *
 * <p>A signature that leaves a part of the body unsigned ({@code l=}), or uses SHA-1, proves nothing. Thread-safe.
 */
public final class DkimVerification {
    private static final String FIELD = "dkim-signature";

    /** The most signatures that a message may have, and the most that are verified: each costs a look-up. */
    private static final int MAX_SIGNATURES = 10;

    private static final int MAX_VERIFIED = 3;

    private final Supplier<PublicKeyRecordRetriever> keys;

    /**
     * @param keys finds public keys; asked for each message, since James configures its DNS after this was built
     */
    DkimVerification(Supplier<PublicKeyRecordRetriever> keys) {
        this.keys = keys;
    }

    /**
     * Returns the verification by the keys in the DNS. The name servers are those of {@code dnsservice.xml}, or of the
     * JVM option {@code -Ddns.server=host:port}.
     */
    public static DkimVerification byDns() {
        return new DkimVerification(DkimVerification::dns);
    }

    private static PublicKeyRecordRetriever dns() {
        return new DNSPublicKeyRecordRetriever(NameServers.resolver());
    }

    /**
     * Returns whether a signature of a wanted domain verifies.
     *
     * @throws StoreUnavailableException if none does, and for one of them the DNS did not answer
     */
    boolean isSignedBy(Predicate<String> domain, Mail mail, HeaderFields header) throws MessagingException {
        return isSignedBy(domain, field -> true, header, () -> new MimeMessageInputStream(mail.getMessage()));
    }

    /** The octets of a message. */
    interface Octets {
        InputStream open() throws IOException, MessagingException;
    }

    /**
     * As {@link #isSignedBy(Predicate, Mail, HeaderFields)}, of any message.
     *
     * @param counted tells the signatures that count
     */
    boolean isSignedBy(
            Predicate<String> domain, Predicate<HeaderFields.Field> counted, HeaderFields header, Octets message)
            throws MessagingException {
        List<HeaderFields.Field> signatures = header.fields().stream()
                .filter(field -> field.name().equals(FIELD))
                .toList();
        if (signatures.size() > MAX_SIGNATURES) {
            return false;
        }
        List<HeaderFields.Field> wanted = signatures.stream()
                .filter(counted)
                .filter(field -> DkimSignature.parse(field.value())
                        .filter(signature -> signature.isOf(domain))
                        .isPresent())
                .limit(MAX_VERIFIED)
                .toList();
        FailException withoutAnswer = null;
        for (HeaderFields.Field signature : wanted) {
            try {
                if (verifies(signature, domain, header, message)) {
                    return true;
                }
            } catch (TempFailException e) {
                withoutAnswer = e;
            }
        }
        if (withoutAnswer != null) {
            throw new StoreUnavailableException("the DNS does not answer for a DKIM key", withoutAnswer);
        }
        return false;
    }

    private boolean verifies(HeaderFields.Field signature, Predicate<String> domain, HeaderFields header, Octets octets)
            throws MessagingException, TempFailException {
        try (InputStream message = octets.open()) {
            // What is left after it is the body.
            HeaderFields.read(message);
            List<SignatureRecord> verified =
                    new DKIMVerifier(keys.get()).verify(new OneSignature(header, signature), message);
            return verified.stream()
                    .anyMatch(
                            record -> domain.test(record.getDToken().toString().toLowerCase(Locale.ROOT)));
        } catch (TempFailException e) {
            throw e;
        } catch (FailException e) {
            return false;
        } catch (IOException e) {
            throw new MessagingException("a message cannot be read", e);
        } catch (IllegalStateException e) {
            // The library for the DNS throws it if it is used for the first time while the server stops.
            throw new StoreUnavailableException("the DNS cannot be asked for a DKIM key", e);
        }
    }

    /** A header as the library reads it, with one of its signatures. */
    private record OneSignature(HeaderFields header, HeaderFields.Field signature) implements Headers {
        @Override
        public List<String> getFields() {
            return header.fields().stream()
                    .filter(this::counts)
                    .map(OneSignature::text)
                    .toList();
        }

        @Override
        public List<String> getFields(String name) {
            Stream<HeaderFields.Field> named =
                    header.fields().stream().filter(field -> field.name().equalsIgnoreCase(name.strip()));
            return named.filter(this::counts).map(OneSignature::text).toList();
        }

        private boolean counts(HeaderFields.Field field) {
            return field.equals(signature) || !field.name().equals(FIELD);
        }

        /** Returns a field as text from which the library gets the same octets again, if they are in its charset. */
        private static String text(HeaderFields.Field field) {
            String text = new String(field.octets(), Charset.defaultCharset());
            return text.endsWith("\r\n") ? text.substring(0, text.length() - 2) : text.stripTrailing();
        }
    }
}
