// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import java.util.Collection;
import java.util.List;
import javax.inject.Inject;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMatcher;
import org.mailgroups.james.author.Authors;
import org.mailgroups.james.recipient.MailRecipients;
import org.mailgroups.james.recipient.RecipientClassifier;
import org.mailgroups.value.Address;
import org.mailgroups.value.AddressHolder;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.StoreUnavailableException;

/**
 * Matches a message whose author nobody knows and that a group may get, for all its recipients. Only such a message is
 * worth the DNS queries of a verification by James' mailet {@code SPF}. The matcher stands before {@link
 * GroupExpansion}:
 *
 * <pre><code>
 * &lt;mailet match="org.mailgroups.james.NeedsProof" class="SPF"&gt;
 *     &lt;onMailetException&gt;ignore&lt;/onMailetException&gt;
 * &lt;/mailet&gt;
 * </code></pre>
 *
 * <p>An alias may lead to a group, so it counts as one. While the store cannot answer nothing matches, and the message
 * is not proven. Thread-safe.
 */
public final class NeedsProof extends GenericMatcher {
    private final RecipientClassifier classifier;
    private final LocalAddresses localAddresses;

    @Inject
    public NeedsProof(RecipientClassifier classifier, LocalAddresses localAddresses) {
        this.classifier = classifier;
        this.localAddresses = localAddresses;
    }

    @Override
    public Collection<MailAddress> match(Mail mail) {
        return Authors.userOf(mail).isEmpty() && mayReachGroup(mail) ? mail.getRecipients() : List.of();
    }

    private boolean mayReachGroup(Mail mail) {
        try {
            MailRecipients recipients = classifier.classify(mail.getRecipients());
            return !recipients.groups().isEmpty()
                    || recipients.others().stream().anyMatch(this::isMapped);
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    private boolean isMapped(Address address) {
        return localAddresses
                .holderOf(address)
                .filter(AddressHolder.MAPPING::equals)
                .isPresent();
    }

    @Override
    public String getMatcherInfo() {
        return "James Mail Groups: NeedsProof";
    }
}
