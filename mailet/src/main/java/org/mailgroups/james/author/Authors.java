// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.author;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.core.Username;
import org.apache.james.rrt.api.CanSendFrom;
import org.apache.mailet.AttributeName;
import org.apache.mailet.Mail;
import org.mailgroups.distribution.Author;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.Membership;
import org.mailgroups.james.directory.Aliases;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;
import org.mailgroups.value.LocalAddresses;

/**
 * Finds out who the author is: the user who authenticated, with the user's aliases. It also finds out whether that user
 * may use MAIL FROM and From. A delegated identity that James itself allows is fine. So is a group in whose name the
 * user may write ({@link GroupSenders}); the author is the user all the same. Without authentication these addresses
 * prove nothing and count for nothing, unless there is {@linkplain ExternalProof proof}. An address of our own domains
 * in From is then worse than nothing: whoever sees it takes it for a colleague's. Networks that the postmaster trusts
 * ({@code authorizedAddresses}) may use it. Thread-safe.
 */
public final class Authors {
    /** The attribute in which James notes the user of a message that was submitted over JMAP. */
    private static final AttributeName JMAP_USER = AttributeName.of("org.apache.james.jmap.send.MailMetaData.username");

    /** The attribute in which James notes that the client may relay. */
    private static final AttributeName FROM_TRUSTED_NETWORK = AttributeName.of("org.apache.james.SMTPIsAuthNetwork");

    /** The most addresses beside a group's in From that are looked at: each may cost a query. */
    private static final int MAX_AUTHORS = 20;

    private static final Splitter WORDS = Splitter.on(CharMatcher.whitespace().or(CharMatcher.anyOf("<>,;:\"()")))
            .omitEmptyStrings();

    private final Aliases aliases;
    private final CanSendFrom canSendFrom;
    private final GroupSenders groups;
    private final Membership membership;
    private final ExternalProof proof;
    private final LocalAddresses localAddresses;

    @Inject
    public Authors(
            Aliases aliases,
            CanSendFrom canSendFrom,
            GroupSenders groups,
            Membership membership,
            ExternalProof proof,
            LocalAddresses localAddresses) {
        this.aliases = aliases;
        this.canSendFrom = canSendFrom;
        this.groups = groups;
        this.membership = membership;
        this.proof = proof;
        this.localAddresses = localAddresses;
    }

    /** Returns the author as far as it is known at RCPT. */
    public Author atRcpt(Username user, MaybeSender sender, GroupEntry group) {
        return author(Optional.ofNullable(user), sender, List.of(), group);
    }

    /**
     * Returns the author after DATA. The message is there, but James has not yet noted in it who sent it.
     *
     * @param user null if nobody authenticated
     * @param trusted whether the client may relay
     * @throws org.mailgroups.value.StoreUnavailableException if a proof cannot be looked up now
     */
    public Author afterData(Username user, boolean trusted, Mail mail, HeaderFields header, GroupEntry group)
            throws MessagingException {
        boolean mayBeOurs = trusted || proof.isPending(mail, header, group);
        return author(Optional.ofNullable(user), mayBeOurs, mail, header, group);
    }

    /**
     * Returns the author of a message that has been received.
     *
     * @throws org.mailgroups.value.StoreUnavailableException if a proof cannot be looked up now
     */
    public Author of(Mail mail, HeaderFields header, GroupEntry group) throws MessagingException {
        return author(userOf(mail), isFromTrustedNetwork(mail), mail, header, group);
    }

    /** Returns whether we know who sent a message: a user who authenticated, or a client that may relay. */
    static boolean isKnown(Mail mail) {
        return userOf(mail).isPresent() || isFromTrustedNetwork(mail);
    }

    /** Returns whether a client that may relay, such as a scanner of ours, has sent a message. */
    public static boolean isFromTrustedNetwork(Mail mail) {
        return mail.getAttribute(FROM_TRUSTED_NETWORK)
                .flatMap(attribute -> attribute.getValue().valueAs(Boolean.class))
                .orElse(false);
    }

    private Author author(Optional<Username> user, boolean mayBeOurs, Mail mail, HeaderFields header, GroupEntry group)
            throws MessagingException {
        return user.isPresent()
                ? author(user, mail.getMaybeSender(), FromField.all(header), group)
                : stranger(mayBeOurs, mail, header, group);
    }

    /**
     * Returns an author who did not authenticate.
     *
     * @param mayBeOurs whether an address of ours needs no proof, or none yet
     */
    private Author stranger(boolean mayBeOurs, Mail mail, HeaderFields header, GroupEntry group)
            throws MessagingException {
        Set<Address> proven = proof.of(mail, header, group);
        boolean isForeign = !mayBeOurs && proven.isEmpty();
        return new Author(Set.of(), isForeign ? ourAddress(header).orElse(null) : null, proven, false);
    }

    /** Returns the first author's address that is one of our domains, or that nobody can read for sure. */
    private Optional<String> ourAddress(HeaderFields header) {
        return FromField.all(header).stream()
                .filter(from -> MailAddresses.parse(from)
                        .map(address -> localAddresses.isLocalDomain(address.domain()))
                        .orElse(true))
                .findFirst();
    }

    /** Returns the user who authenticated to submit the message, over SMTP or JMAP; empty if nobody did. */
    public static Optional<Username> userOf(Mail mail) {
        return Stream.of(Mail.SMTP_AUTH_USER, JMAP_USER)
                .flatMap(name -> mail.getAttribute(name).stream())
                .flatMap(attribute -> attribute.getValue().valueAs(String.class).stream())
                .map(Username::of)
                .findFirst();
    }

    /** Returns the addresses of the user who authenticated to submit the message; none if nobody did. */
    public Set<Address> identitiesOf(Mail mail) {
        return userOf(mail).map(this::identities).orElse(Set.of());
    }

    private Author author(Optional<Username> user, MaybeSender sender, List<String> from, GroupEntry group) {
        if (user.isEmpty()) {
            return Author.UNKNOWN;
        }
        Set<Address> identities = identities(user.get());
        String foreign = Stream.concat(sender.asStream().map(MailAddress::asString), from.stream())
                .filter(address -> !mayUse(user.get(), identities, address))
                .findFirst()
                .orElse(null);
        return new Author(identities, foreign, Set.of(), () -> membership.contains(group, identities));
    }

    /** Returns the user's address, and those of the user's aliases. */
    Set<Address> identities(Username user) {
        Set<Address> identities = new HashSet<>();
        MailAddresses.toAddress(user).ifPresent(identities::add);
        identities.addAll(aliases.of(user));
        return identities;
    }

    private boolean mayUse(Username user, Set<Address> identities, String address) {
        return MailAddresses.parse(address)
                .filter(parsed -> isOwn(user, identities, parsed)
                        || groups.groupOf(parsed)
                                .filter(group -> groups.may(user, identities, group))
                                .isPresent())
                .isPresent();
    }

    private boolean isOwn(Username user, Set<Address> identities, Address address) {
        return identities.contains(address) || canSendFrom.userCanSendFrom(user, Username.of(address.key()));
    }

    /** Returns a user as whom services are asked; empty if the user's name is no address. */
    public Optional<Principal.User> principal(Username user) {
        return MailAddresses.toAddress(user).map(address -> new Principal.User(address, identities(user)));
    }

    /**
     * Returns the group that has an address, if a user may write in its name.
     *
     * @throws org.mailgroups.value.StoreUnavailableException if that cannot be known now
     */
    public Optional<GroupEntry> groupFor(Username user, Address address) {
        return groups.groupOf(address).filter(group -> groups.may(user, identities(user), group));
    }

    /**
     * Returns what a user claims about groups in From.
     *
     * @throws org.mailgroups.value.StoreUnavailableException if that cannot be known now
     */
    public FromClaim claim(Username user, HeaderFields header) {
        List<GroupEntry> named = new ArrayList<>();
        List<String> others = new ArrayList<>();
        List<String> from = FromField.all(header);
        for (String author : Set.copyOf(from)) {
            Optional<Address> address = MailAddresses.parse(author);
            Optional<GroupEntry> group = address.flatMap(groups::groupOf);
            group.ifPresentOrElse(named::add, () -> others.add(author));
            if (address.isEmpty()) {
                // A mail program may show an address in what is none for us.
                WORDS.splitToStream(author)
                        .flatMap(word -> MailAddresses.parse(word).stream())
                        .flatMap(shown -> groups.groupOf(shown).stream())
                        .forEach(named::add);
            }
        }
        if (named.isEmpty()) {
            return new FromClaim(List.of(), false, false, from.size());
        }
        Set<Address> identities = identities(user);
        List<GroupEntry> allowed = named.stream()
                .filter(group -> groups.may(user, identities, group))
                .toList();
        boolean isForeign = others.size() > MAX_AUTHORS
                || others.stream().anyMatch(other -> MailAddresses.parse(other)
                        .filter(address -> isOwn(user, identities, address))
                        .isEmpty());
        return new FromClaim(allowed, allowed.size() < named.size(), isForeign, from.size());
    }
}
