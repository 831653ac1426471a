// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.author;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.inject.Singleton;
import javax.mail.MessagingException;
import org.apache.james.core.MaybeSender;
import org.apache.mailet.AttributeName;
import org.apache.mailet.Mail;
import org.mailgroups.group.AllowedSender;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.Senders;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.value.Address;
import org.mailgroups.value.LocalAddresses;

/**
 * Finds out who wrote a message from outside, as far as James' own mailets have verified it before ours: {@code SPF},
 * or {@code DKIMVerify}. Without that an allowed sender such as {@code @partner.example} would be worth nothing, since
 * everybody can write it.
 *
 * <p>Both mailets report in attributes of the mail, which no client can set. Header fields are never looked at for the
 * verdict, {@code Authentication-Results} and {@code Received-SPF} included: anyone may have written them.
 *
 * <ul>
 *   <li>{@code spf}: MAIL FROM, if the result is {@code pass} and the one From address has the same domain. Members see
 *       that address.
 *   <li>{@code dkim}: the one From address, if a signature of exactly its domain verified. James reports the identity
 *       ({@code i=}) of each signature in one line of text. An identity may contain anything, also text that looks like
 *       another identity. So a line is believed only if every signature field of the message has a plain one. A
 *       signature that leaves a part of the body unsigned ({@code l=}), or uses SHA-1, proves nothing.
 * </ul>
 *
 * <p>An address of one of our own domains is never proven like this: our users authenticate. Thread-safe.
 */
@Singleton
public final class ExternalProof {
    /** The mailet of James that is set up to verify senders from outside. */
    public enum Method {
        NONE,
        SPF,
        DKIM;

        private String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * Reads a method.
         *
         * @throws MessagingException if there is no such method
         */
        public static Method parse(String text) throws MessagingException {
            return Stream.of(values())
                    .filter(method -> method.text().equals(text.strip()))
                    .findFirst()
                    .orElseThrow(() -> new MessagingException("externalProof is none, spf or dkim, not " + text));
        }
    }

    /** The result that James' mailet SPF leaves. */
    static final AttributeName SPF_RESULT = AttributeName.of("org.apache.james.transport.mailets.spf.result");

    /** The result that James' mailet DKIMVerify leaves. */
    public static final AttributeName DKIM_RESULT = AttributeName.of("jDKIM.AUTHRESULT");

    private static final Pattern DKIM_PASS = Pattern.compile("pass((?: \\(identity [\\w.+-]*@[\\w.-]+\\))+)");
    private static final Pattern DKIM_IDENTITY = Pattern.compile("@([\\w.-]+)\\)");

    private final LocalAddresses localAddresses;
    private Optional<Method> configured = Optional.empty();

    @Inject
    public ExternalProof(LocalAddresses localAddresses) {
        this.localAddresses = localAddresses;
    }

    /**
     * Sets the method that the mailet was configured with.
     *
     * @throws MessagingException if another place of the mailet was configured with another one
     */
    public synchronized void use(Method method) throws MessagingException {
        if (configured.isPresent() && configured.get() != method) {
            throw new MessagingException("all places of GroupExpansion need the same externalProof, not "
                    + configured.get().text() + " and " + method.text());
        }
        configured = Optional.of(method);
    }

    private synchronized Method method() {
        return configured.orElse(Method.NONE);
    }

    /** Returns the addresses that are proven for this message; none or one. */
    Set<Address> of(Mail mail) throws MessagingException {
        return claimed(mail)
                .filter(address -> isVerified(mail, address))
                .map(Set::of)
                .orElse(Set.of());
    }

    /**
     * Returns whether there may still be a proof that would let the sender write to the group, as far as RCPT can tell.
     */
    public boolean isPossible(GroupEntry group, MaybeSender sender) {
        return switch (method()) {
            case NONE -> false;
                // SPF proves From, in the domain of MAIL FROM.
            case SPF -> sender.asOptional()
                    .flatMap(MailAddresses::toAddress)
                    .filter(address -> listedDomains(group).anyMatch(address.domain()::equals))
                    .filter(this::isForeign)
                    .isPresent();
                // The signature will be for From, which need have nothing to do with MAIL FROM.
            case DKIM -> listedDomains(group).anyMatch(domain -> !localAddresses.isLocalDomain(domain));
        };
    }

    /** Returns the domains of a group's allowed senders, each once. */
    private static Stream<String> listedDomains(GroupEntry group) {
        return group.settings().senders() == Senders.UNREADABLE
                ? Stream.empty()
                : group.settings().allowedSenders().stream()
                        .map(AllowedSender::domain)
                        .distinct();
    }

    /**
     * Returns whether a message that is not verified yet may turn out to be from somebody who may write to the group.
     */
    public boolean isPossible(GroupEntry group, Mail mail) throws MessagingException {
        return claimed(mail).filter(address -> isListed(group, address)).isPresent();
    }

    private boolean isListed(GroupEntry group, Address address) {
        return group.settings().senders() != Senders.UNREADABLE
                && isForeign(address)
                && group.settings().allowedSenders().stream().anyMatch(allowed -> allowed.matches(address));
    }

    private boolean isForeign(Address address) {
        return !localAddresses.isLocalDomain(address.domain());
    }

    /** Returns the author that the message will have if the verification succeeds; empty if it cannot. */
    private Optional<Address> claimed(Mail mail) throws MessagingException {
        if (method() == Method.NONE) {
            return Optional.empty();
        }
        Optional<Address> from = FromField.only(mail).filter(this::isForeign);
        if (from.isEmpty()) {
            return Optional.empty();
        }
        String domain = from.get().domain();
        if (method() == Method.DKIM) {
            return signatures(mail).stream()
                            .filter(signature -> signature.identityDomain().equals(domain))
                            .map(signature -> signature.isOf(domain))
                            .reduce(Boolean::logicalAnd)
                            .orElse(false)
                    ? from
                    : Optional.empty();
        }
        return mail.getMaybeSender()
                .asOptional()
                .flatMap(MailAddresses::toAddress)
                .filter(sender -> sender.domain().equals(domain));
    }

    /** Returns all signatures, or none if one of them is not plain. */
    private static List<DkimSignature> signatures(Mail mail) throws MessagingException {
        String[] fields = mail.getMessage().getHeader("DKIM-Signature");
        List<DkimSignature> signatures = new ArrayList<>();
        for (String field : fields == null ? new String[0] : fields) {
            Optional<DkimSignature> signature = DkimSignature.parse(field);
            if (signature.isEmpty()) {
                return List.of();
            }
            signatures.add(signature.get());
        }
        return signatures;
    }

    private boolean isVerified(Mail mail, Address claimed) {
        if (method() == Method.SPF) {
            return result(mail, SPF_RESULT).filter("pass"::equals).isPresent();
        }
        return result(mail, DKIM_RESULT).stream()
                .map(DKIM_PASS::matcher)
                .filter(Matcher::matches)
                .flatMap(pass -> DKIM_IDENTITY.matcher(pass.group(1)).results())
                .anyMatch(identity -> identity.group(1).equalsIgnoreCase(claimed.domain()));
    }

    private static Optional<String> result(Mail mail, AttributeName name) {
        return mail.getAttribute(name).flatMap(attribute -> attribute.getValue().valueAs(String.class));
    }
}
