// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.processor;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.mail.MessagingException;
import org.apache.james.jdkim.DKIMSigner;
import org.apache.james.jdkim.api.BodyHasher;
import org.apache.james.jdkim.api.Headers;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.exceptions.PermFailException;
import org.apache.james.jdkim.impl.BodyHasherImpl;
import org.mailgroups.james.message.HeaderFields;

/**
 * Signs messages by DKIM (RFC 6376), with James' own library. It signs the fields of RFC 6376 5.4.1 that are there, and
 * the body as it goes over the wire, where each line ends with CRLF. Thread-safe.
 */
public final class CopySigner {
    private static final List<String> SIGNED = List.of(
            "from",
            "reply-to",
            "to",
            "cc",
            "subject",
            "date",
            "message-id",
            "in-reply-to",
            "references",
            "mime-version",
            "content-type",
            "content-transfer-encoding",
            "list-id",
            "list-post",
            "list-owner",
            "list-help",
            "list-unsubscribe",
            "list-unsubscribe-post");

    private final String selector;
    private final PrivateKey key;

    public CopySigner(String selector, PrivateKey key) {
        this.selector = selector;
        this.key = key;
    }

    /**
     * Returns the field that signs a message, without its line end. It is empty if there is no From field to sign, or
     * if that has octets the library cannot sign.
     *
     * @param domain the signer
     * @param body the octets behind the empty line
     */
    public Optional<String> sign(String domain, HeaderFields header, InputStream body)
            throws IOException, MessagingException {
        return sign(domain, header, hash(body));
    }

    /**
     * Returns the hash of a body, for many signatures over it.
     *
     * @param body the octets behind the empty line
     */
    public byte[] hash(InputStream body) throws IOException, MessagingException {
        String template = template("example.org", List.of("from"));
        DKIMSigner signer = new DKIMSigner(template, key);
        try {
            BodyHasherImpl hasher = new BodyHasherImpl(signer.newSignatureRecordTemplate(template));
            try (OutputStream octets = new WireLines(hasher.getOutputStream())) {
                body.transferTo(octets);
            }
            return hasher.getDigest();
        } catch (PermFailException e) {
            throw new MessagingException("a body cannot be hashed", e);
        }
    }

    /** Returns the field as the other method does, by the hash of the body. */
    public Optional<String> sign(String domain, HeaderFields header, byte[] bodyHash) throws MessagingException {
        Signable fields = new Signable(header);
        if (!fields.names().contains("from")) {
            return Optional.empty();
        }
        String template = template(domain, fields.names());
        DKIMSigner signer = new DKIMSigner(template, key);
        try {
            BodyHasher known = new KnownHash(signer.newSignatureRecordTemplate(template), bodyHash);
            // White space may be folded anywhere it is: so says "relaxed".
            return Optional.of(signer.sign(fields, known).replace("; ", ";\r\n\t"));
        } catch (PermFailException e) {
            throw new MessagingException("a copy cannot be signed", e);
        }
    }

    private String template(String domain, List<String> names) {
        return "v=1; a=rsa-sha256; c=relaxed/relaxed; d=" + domain + "; s=" + selector + "; h="
                + String.join(":", names) + "; bh=; b=;";
    }

    /** A body that was hashed before. */
    private static final class KnownHash extends BodyHasherImpl {
        private final byte[] hash;

        KnownHash(SignatureRecord signature, byte[] hash) throws PermFailException {
            super(signature);
            this.hash = hash;
        }

        @Override
        public byte[] getDigest() {
            return hash;
        }
    }

    /** A header as the library reads it. It makes octets of text, so a field counts only if that gives its octets. */
    private record Signable(HeaderFields header) implements Headers {
        List<String> names() {
            return SIGNED.stream().filter(name -> !getFields(name).isEmpty()).toList();
        }

        @Override
        public List<String> getFields() {
            return header.fields().stream().flatMap(Signable::text).toList();
        }

        @Override
        public List<String> getFields(String name) {
            List<HeaderFields.Field> named = header.named(name.strip()).toList();
            List<String> texts = named.stream().flatMap(Signable::text).collect(Collectors.toList());
            return texts.size() == named.size() ? texts : List.of();
        }

        private static Stream<String> text(HeaderFields.Field field) {
            String text = new String(field.octets(), Charset.defaultCharset());
            return Arrays.equals(text.getBytes(Charset.defaultCharset()), field.octets())
                    ? Stream.of(text.stripTrailing())
                    : Stream.empty();
        }
    }

    /** Writes each LF as CRLF, and a CR alone as a space: that is how they are sent. */
    private static final class WireLines extends FilterOutputStream {
        private boolean isReturn;

        WireLines(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int octet) throws IOException {
            if (isReturn && octet != '\n') {
                out.write(' ');
            }
            isReturn = octet == '\r';
            if (octet == '\n') {
                out.write('\r');
            }
            if (!isReturn) {
                out.write(octet);
            }
        }

        @Override
        public void close() throws IOException {
            if (isReturn) {
                out.write(' ');
            }
            super.close();
        }
    }
}
