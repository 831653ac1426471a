// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import java.util.Collection;
import java.util.List;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMatcher;
import org.mailgroups.james.author.SentAs;

/**
 * Matches mail that a user has written in the name of a group, with its address alone in From ({@link SendAsGroup}). It
 * tells the mail that may be signed for the group's domain on its way to other servers:
 *
 * <pre><code>
 * &lt;mailet match="org.mailgroups.james.SentAsGroup" class="org.mailgroups.james.SignForGroup"&gt;
 * </code></pre>
 */
public final class SentAsGroup extends GenericMatcher {

    @Override
    public Collection<MailAddress> match(Mail mail) {
        return SentAs.group(mail).isPresent() ? mail.getRecipients() : List.of();
    }
}
