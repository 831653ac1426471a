// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import org.apache.james.core.MailAddress;
import org.apache.mailet.base.GenericRecipientMatcher;
import org.mailgroups.james.directory.PostmasterAddress;

/**
 * Matches the address of the postmaster: {@code postmaster@} a domain, and the one that {@code mailetcontainer.xml}
 * names. In the processor for mail to nobody it comes first, so such mail is set aside, and not refused:
 *
 * <pre><code>
 * &lt;mailet match="org.mailgroups.james.IsPostmaster" class="org.mailgroups.james.SetAside"&gt;
 * </code></pre>
 */
public final class IsPostmaster extends GenericRecipientMatcher {

    @Override
    public boolean matchRecipient(MailAddress recipient) {
        return PostmasterAddress.isOne(recipient)
                || recipient.equals(getMailetContext().getPostmaster());
    }
}
