// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.author;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.inject.Singleton;
import javax.mail.MessagingException;
import org.apache.james.core.MaybeSender;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.mailgroups.group.AllowedSender;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.Senders;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.value.Address;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.StoreUnavailableException;

/**
 * Finds out who wrote a message that nobody authenticated for, as far as DKIM or SPF proves it. Without that an allowed
 * sender such as {@code @partner.example} would be worth nothing, since everybody can write it.
 *
 * <p>Header fields are never looked at for the verdict, {@code Authentication-Results} and {@code Received-SPF}
 * included: anyone may have written them.
 *
 * <ul>
 *   <li>{@code dkim}: the one From address, if a {@linkplain DkimVerification signature} of exactly its domain
 * verifies.
 *       The verdict is there after DATA.
 *   <li>{@code spf}: MAIL FROM, if James' mailet {@code SPF} says {@code pass} and the one From address has the same
 *       domain. Members see that address. The verdict is there in the spool only.
 * </ul>
 *
 * <p>Our users authenticate, but scanners and services send mail in the name of our domains as well. For an address of
 * ours the signature of a subdomain counts too: it stands in our own DNS. Thread-safe.
 */
@Singleton
public final class ExternalProof {
    /** The way in which senders from outside are verified. */
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

    /** Whether the one From address was proven, and its domain. */
    private static final AttributeName DKIM_VERDICT = AttributeName.of("org.mailgroups.dkim");

    /** The result that James' mailet SPF leaves. */
    static final AttributeName SPF_RESULT = AttributeName.of("org.apache.james.transport.mailets.spf.result");

    private final LocalAddresses localAddresses;
    private final DkimVerification dkim;
    private Optional<Method> configured = Optional.empty();

    @Inject
    public ExternalProof(LocalAddresses localAddresses, DkimVerification dkim) {
        this.localAddresses = localAddresses;
        this.dkim = dkim;
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

    /**
     * Returns the addresses that are proven for this message and matter to the group; none or one.
     *
     * @throws StoreUnavailableException if the DNS does not answer now
     */
    Set<Address> of(Mail mail, HeaderFields header, GroupEntry group) throws MessagingException {
        Optional<Address> claimed = claimed(mail, header, group);
        return claimed.isPresent() && isVerified(mail, header, claimed.get()) ? Set.of(claimed.get()) : Set.of();
    }

    /** Returns whether there may still be a proof of the author that matters to the group, in the spool. */
    public boolean isPending(Mail mail, HeaderFields header, GroupEntry group) {
        return method() == Method.SPF && claimed(mail, header, group).isPresent();
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
                    .isPresent();
                // The signature will be for From, which need have nothing to do with MAIL FROM.
            case DKIM -> listedDomains(group).findAny().isPresent();
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

    private static boolean isListed(GroupEntry group, Address address) {
        return group.settings().senders() != Senders.UNREADABLE
                && group.settings().allowedSenders().stream().anyMatch(allowed -> allowed.matches(address));
    }

    private boolean isOurs(Address address) {
        return localAddresses.isLocalDomain(address.domain());
    }

    /** Returns the author that the message will have if the verification succeeds; empty if that changes nothing. */
    private Optional<Address> claimed(Mail mail, HeaderFields header, GroupEntry group) {
        if (method() == Method.NONE) {
            return Optional.empty();
        }
        return FromField.only(header)
                .filter(from -> isOurs(from) || isListed(group, from))
                .filter(from -> method() == Method.DKIM || isOfSameDomain(mail.getMaybeSender(), from));
    }

    private static boolean isOfSameDomain(MaybeSender sender, Address from) {
        return sender.asOptional()
                .flatMap(MailAddresses::toAddress)
                .filter(address -> address.domain().equals(from.domain()))
                .isPresent();
    }

    private boolean isVerified(Mail mail, HeaderFields header, Address claimed) throws MessagingException {
        if (method() == Method.SPF) {
            String result = mail.getAttribute(SPF_RESULT)
                    .flatMap(attribute -> attribute.getValue().valueAs(String.class))
                    .orElse("");
            if (result.equals("temperror")) {
                throw new StoreUnavailableException("the DNS does not answer for SPF", null);
            }
            return result.equals("pass");
        }
        String domain = claimed.domain();
        Optional<Boolean> known = verdict(mail, domain);
        if (known.isPresent()) {
            return known.get();
        }
        boolean ours = isOurs(claimed);
        boolean signed = dkim.isSignedBy(
                signer -> signer.equals(domain) || (ours && signer.endsWith('.' + domain)), mail, header);
        mail.setAttribute(new Attribute(DKIM_VERDICT, AttributeValue.of(signed + " " + domain)));
        return signed;
    }

    /** Returns what was found out before, for another group or after DATA. No client can set an attribute. */
    private static Optional<Boolean> verdict(Mail mail, String domain) {
        return mail.getAttribute(DKIM_VERDICT)
                .flatMap(attribute -> attribute.getValue().valueAs(String.class))
                .filter(verdict -> verdict.endsWith(' ' + domain))
                .map(verdict -> verdict.startsWith("true "));
    }
}
