// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.author;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.mailet.Mail;
import org.mailgroups.dmarc.Dmarc;
import org.mailgroups.dmarc.DmarcFinding;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.message.HeaderFields;
import org.mailgroups.value.Address;
import org.mailgroups.value.StoreUnavailableException;

/**
 * Tells whether a copy still proves to be of its author's domain, as the servers of members elsewhere will see it
 * (RFC 9989): the finished copy is verified as they verify it. So all that breaks a signature is found, whatever it is:
 * a prefix, a footer, a list field that the signature covers or says to be absent, a key of ours that is not in the
 * DNS.
 *
 * <p>SPF does not count. The copy's envelope sender is the group's, and nobody knows here which address it is sent
 * from. If the DNS does not answer, there is no proof.
 *
 * <p>Our own signature says that a message went through the group. If the author's domain belongs to the same
 * organisation as the group's, it would also say that the author wrote it; so it counts only if we know that.
 * Thread-safe.
 */
public final class FromProof {
    private static final String SIGNATURE = "dkim-signature";

    private final Dmarc dmarc;
    private final DkimVerification dkim;

    @Inject
    public FromProof(Dmarc dmarc, DkimVerification dkim) {
        this.dmarc = dmarc;
        this.dkim = dkim;
    }

    /** A finished copy with the author's own From. It is made when it is asked for. */
    public interface Written {
        InputStream open() throws IOException, MessagingException;
    }

    /** Returns whether members elsewhere may get the copy with the author's own From. */
    public boolean isGiven(Mail mail, HeaderFields original, GroupEntry group, Written copy) throws MessagingException {
        List<DmarcFinding> authors = authors(original);
        boolean isWanted = authors.isEmpty()
                || authors.stream().anyMatch(author -> author.policy().isEnforced() || isOurWord(mail, author, group));
        return !isWanted || (!authors.isEmpty() && isProven(mail, original, authors, copy));
    }

    /** Returns whether our own signature alone would vouch for an author of whom we know nothing. */
    public boolean isOurWord(Mail mail, HeaderFields original, GroupEntry group, Written copy)
            throws MessagingException {
        List<DmarcFinding> authors = authors(original);
        return authors.stream().anyMatch(author -> isOurWord(mail, author, group))
                && !isProven(mail, original, authors, copy);
    }

    private boolean isOurWord(Mail mail, DmarcFinding author, GroupEntry group) {
        return !Authors.isKnown(mail) && dmarc.isAligned(group.address().domain(), author);
    }

    /** Returns what the authors' domains want; empty if somebody could not read one of them. */
    private List<DmarcFinding> authors(HeaderFields original) {
        List<Optional<Address>> authors =
                FromField.all(original).stream().map(MailAddresses::parse).toList();
        return authors.stream().allMatch(Optional::isPresent)
                ? authors.stream()
                        .map(author -> author.get().domain())
                        .distinct()
                        .map(dmarc::of)
                        .toList()
                : List.of();
    }

    private boolean isProven(Mail mail, HeaderFields original, List<DmarcFinding> authors, Written copy)
            throws MessagingException {
        Set<String> originals =
                original.named(SIGNATURE).map(HeaderFields.Field::text).collect(Collectors.toSet());
        Predicate<HeaderFields.Field> counted =
                Authors.isKnown(mail) ? any -> true : field -> originals.contains(field.text());
        HeaderFields header = header(copy);
        for (DmarcFinding author : authors) {
            if (!isSigned(author, counted, header, copy)) {
                return false;
            }
        }
        return true;
    }

    private boolean isSigned(
            DmarcFinding author, Predicate<HeaderFields.Field> counted, HeaderFields header, Written copy)
            throws MessagingException {
        try {
            return dkim.isSignedBy(signer -> dmarc.isAligned(signer, author), counted, header, copy::open);
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    private static HeaderFields header(Written copy) throws MessagingException {
        try (InputStream octets = copy.open()) {
            return HeaderFields.read(octets);
        } catch (IOException e) {
            throw new MessagingException("the header of a copy cannot be read", e);
        }
    }
}
