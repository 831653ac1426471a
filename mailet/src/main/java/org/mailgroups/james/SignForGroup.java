// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.mail.Header;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.MailAddress;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.mailgroups.james.author.SentAs;
import org.mailgroups.james.delivery.ParameterNames;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.james.processor.CopySigner;
import org.mailgroups.james.processor.CopySigners;
import org.mailgroups.value.Address;

/**
 * Signs a group's copy by DKIM, for the domain of the group. It stands in the processor of copies, before {@link
 * CopyDone}. James' own {@code DKIMSign} signs for one domain, and the groups of a server may have several.
 *
 * <pre><code>
 * &lt;mailet match="All" class="org.mailgroups.james.SignForGroup"&gt;
 *     &lt;keyFile&gt;file://var/keys/dkim.key&lt;/keyFile&gt;
 *     &lt;domains&gt;example.org, example.net&lt;/domains&gt;
 * &lt;/mailet&gt;
 * </code></pre>
 *
 * <p>In the processor for mail to other servers, with the matcher {@link SentAsGroup}, it signs what users have written
 * in the name of a group, for the domain of that group.
 *
 * <ul>
 *   <li>{@code domains} (none): the domains that sign. Name one when its record is in the DNS, and not before: a
 *       signature without a record fails at whoever gets it. A copy of another domain's group goes by unsigned.
 *   <li>{@code keyFile}: the private key, RSA, as PEM (PKCS #8). All domains have it.
 *   <li>{@code selector} ({@code groups}): the record is {@code groups._domainkey.example.org}.
 * </ul>
 *
 * <p>Thread-safe once initialised.
 */
public final class SignForGroup extends GenericMailet {
    private static final Set<String> NAMES = Set.of("domains", "keyFile", "selector");

    private static final Pattern DOMAIN = Pattern.compile("[a-z0-9_-]{1,63}(?:\\.[a-z0-9_-]{1,63}){0,10}");
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";
    private static final long MAX_KEY_BYTES = 100_000;

    private final FileSystem files;
    private final CopySigners signers;

    private Set<String> domains;
    private CopySigner signer;

    @Inject
    public SignForGroup(FileSystem files, CopySigners signers) {
        this.files = files;
        this.signers = signers;
    }

    @Override
    public void init() throws MessagingException {
        ParameterNames.check(this, NAMES);
        domains = Splitter.on(CharMatcher.anyOf(", \t\r\n"))
                .omitEmptyStrings()
                .splitToStream(getInitParameter("domains", ""))
                .map(domain -> domain.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        String selector = getInitParameter("selector", "groups").strip().toLowerCase(Locale.ROOT);
        requireName("selector", selector);
        for (String domain : domains) {
            requireName("domains", domain);
        }
        if (!domains.isEmpty()) {
            signer =
                    new CopySigner(selector, key(getInitParameter("keyFile", "").strip()));
            signers.use(domains, signer);
        }
    }

    private static void requireName(String parameter, String value) throws MessagingException {
        if (!DOMAIN.matcher(value).matches()) {
            throw new MessagingException("SignForGroup: " + parameter + " is not a name in the DNS: " + value);
        }
    }

    private PrivateKey key(String file) throws MessagingException {
        if (file.isEmpty()) {
            throw new MessagingException("SignForGroup needs a keyFile, such as file://var/keys/dkim.key");
        }
        try {
            return key(file, files.getFile(file).toPath());
        } catch (IOException e) {
            throw new MessagingException("SignForGroup: keyFile " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static PrivateKey key(String name, Path file) throws MessagingException, IOException {
        if (Files.size(file) > MAX_KEY_BYTES) {
            throw new MessagingException("SignForGroup: keyFile " + name + " is no key: it is too large");
        }
        String pem = Files.readString(file, StandardCharsets.ISO_8859_1);
        int begin = pem.indexOf(BEGIN);
        int end = pem.indexOf(END);
        try {
            if (begin < 0 || end < begin) {
                throw new IllegalArgumentException("there is no line " + BEGIN + "; \"openssl pkcs8 -topk8 -nocrypt\""
                        + " makes such a file of another key");
            }
            byte[] der = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new MessagingException(
                    "SignForGroup: keyFile " + name + " must have an RSA key as PEM (PKCS #8): " + e.getMessage(), e);
        }
    }

    @Override
    public String getMailetInfo() {
        return "James Mail Groups: SignForGroup";
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        Optional<String> domain = Stream.concat(
                        mail.getRecipients().stream()
                                .map(MailAddress::getDomain)
                                .map(name -> name.asString().toLowerCase(Locale.ROOT)),
                        SentAs.group(mail).stream().map(Address::domain))
                .filter(domains::contains)
                .findFirst();
        if (domain.isPresent()) {
            Optional<String> signature = signature(domain.get(), mail);
            if (signature.isPresent()) {
                putInFront(mail.getMessage(), signature.get());
            }
        }
    }

    private Optional<String> signature(String domain, Mail mail) throws MessagingException {
        HeaderFields header = HeaderFields.of(mail);
        try (InputStream octets = new MimeMessageInputStream(mail.getMessage())) {
            // What is left after it is the body.
            HeaderFields.read(octets);
            return signer.sign(domain, header, octets);
        } catch (IOException e) {
            throw new MessagingException(mail.getName() + " cannot be read", e);
        }
    }

    /** JavaMail has no other way to put a field before all others. */
    private static void putInFront(MimeMessage message, String field) throws MessagingException {
        List<String> lines = Collections.list(message.getAllHeaderLines());
        for (Header header : Collections.list(message.getAllHeaders())) {
            message.removeHeader(header.getName());
        }
        message.addHeaderLine(field);
        for (String line : lines) {
            message.addHeaderLine(line);
        }
    }
}
