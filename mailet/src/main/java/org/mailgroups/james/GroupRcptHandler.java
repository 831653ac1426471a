/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
package org.mailgroups.james;

import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.protocols.smtp.SMTPRetCode;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.smtpserver.fastfail.ValidRcptHandler;
import org.apache.james.user.api.UsersRepository;
import org.mailgroups.distribution.GroupDirectory;
import org.mailgroups.distribution.GroupEntry;
import org.mailgroups.group.Address;
import org.mailgroups.group.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers RCPT for groups, and for everything else as James' {@code ValidRcptHandler} does, whose place it takes in {@code smtpserver.xml}:
 *
 * <pre><code>
 * &lt;handler class="org.mailgroups.james.GroupRcptHandler"/&gt;
 * </code></pre>
 *
 * <p>A group that a message can reach now is accepted by declining to decide, so that the checks for relaying and authentication that come after still run. What cannot be expanded
 * is refused at once, with an enhanced status (RFC 3463). While the store cannot answer, an address that may be a group is 451, never 550; users are not affected.
 *
 * <p>An unknown address costs no query to our store. Thread-safe.
 */
public final class GroupRcptHandler extends ValidRcptHandler {
    private static final Logger LOGGER = LoggerFactory.getLogger(GroupRcptHandler.class);

    private final GroupDirectory directory;
    private final ReturnPath returnPath;
    private final Acceptance acceptance;

    @Inject
    public GroupRcptHandler(
            UsersRepository users,
            RecipientRewriteTable mappings,
            DomainList domains,
            GroupDirectory directory,
            ReturnPath returnPath,
            Acceptance acceptance) {
        super(users, mappings, domains);
        this.directory = directory;
        this.returnPath = returnPath;
        this.acceptance = acceptance;
    }

    @Override
    public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient) {
        try {
            Optional<HookResult> answer =
                    MailAddresses.toAddress(recipient).flatMap(address -> answerFor(address, sender));
            return answer.orElseGet(() -> super.doRcpt(session, sender, recipient));
        } catch (StoreUnavailableException e) {
            LOGGER.warn("a recipient is deferred unless it is a user: groups cannot be looked up", e);
            HookResult withoutGroups = super.doRcpt(session, sender, recipient);
            return withoutGroups.getResult().equals(HookReturnCode.declined())
                    ? withoutGroups
                    : refuse(HookReturnCode.denySoft(), SMTPRetCode.LOCAL_ERROR, "4.3.0 Try again later");
        }
    }

    private Optional<HookResult> answerFor(Address address, MaybeSender sender) {
        Optional<GroupEntry> group = directory.groupAt(address);
        if (group.isPresent()) {
            return Optional.of(answerFor(group.get(), sender));
        }
        return returnPath.groupOf(address).map(entry -> HookResult.DECLINED);
    }

    private HookResult answerFor(GroupEntry group, MaybeSender sender) {
        if (sender.isNullSender()) {
            return refuse("5.7.1 A group takes no delivery reports and no automatic replies");
        }
        return switch (acceptance.of(group)) {
            case ACCEPTED -> HookResult.DECLINED;
            case NO_MEMBERS -> refuse("5.2.4 The group has no members");
            case TOO_MANY_RECIPIENTS -> refuse("5.2.4 The group has more recipients than this server allows");
            case TOO_DEEP -> refuse("5.2.4 Groups are nested deeper in this group than this server allows");
        };
    }

    private static HookResult refuse(String description) {
        return refuse(HookReturnCode.deny(), SMTPRetCode.MAILBOX_PERM_UNAVAILABLE, description);
    }

    private static HookResult refuse(HookReturnCode returnCode, String smtpCode, String description) {
        return HookResult.builder()
                .hookReturnCode(returnCode)
                .smtpReturnCode(smtpCode)
                .smtpDescription(description)
                .build();
    }
}
