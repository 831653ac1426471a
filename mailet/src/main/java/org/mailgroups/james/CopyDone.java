// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import java.util.Set;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.mailgroups.james.delivery.ParameterNames;
import org.mailgroups.james.processor.GroupCopies;

/**
 * Ends the processor that copies of messages to groups go through before they are sent ({@code copyProcessor} of {@link
 * GroupExpansion}). The mailets before it sign a copy, or change it in another way; each distinct copy comes once,
 * whatever the number of members.
 *
 * <pre><code>
 * &lt;processor state="group-copy"&gt;
 *     &lt;mailet match="All" class="org.mailgroups.james.CopyDone"/&gt;
 * &lt;/processor&gt;
 * </code></pre>
 *
 * <p>It has no parameters. Thread-safe.
 */
public final class CopyDone extends GenericMailet {
    private final GroupCopies copies;

    @Inject
    public CopyDone(GroupCopies copies) {
        this.copies = copies;
    }

    @Override
    public void init() throws MessagingException {
        ParameterNames.check(this, Set.of());
    }

    @Override
    public String getMailetInfo() {
        return "James Mail Groups: CopyDone";
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        copies.done(mail);
        mail.setState(Mail.GHOST);
    }
}
