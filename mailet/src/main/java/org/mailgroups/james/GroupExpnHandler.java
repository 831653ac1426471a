// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james;

import com.google.common.base.CharMatcher;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPRetCode;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HeloHook;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.mailgroups.audit.LogText;
import org.mailgroups.james.author.Authors;
import org.mailgroups.james.directory.MailAddresses;
import org.mailgroups.james.role.MemberNames.FirstMembers;
import org.mailgroups.james.role.VisibleMembers;
import org.mailgroups.james.smtp.ExpnRate;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;
import org.mailgroups.value.NotAllowedException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers EXPN (RFC 5321 3.5): names the direct members of a group to users who have authenticated and may see them, as
 * {@code memberVisibility} says. A nested group is one of them. Its place is where users log in, beside {@link
 * GroupRcptHandler}:
 *
 * <pre><code>
 * &lt;handler class="org.mailgroups.james.GroupExpnHandler"/&gt;
 * </code></pre>
 *
 * <p>To whoever has not authenticated James itself answers, that it does not know the command, and EHLO does not name
 * it. What is no group is answered as a group is that is not listed and not the user's own. A list is complete or there
 * is none. Thread-safe.
 */
public final class GroupExpnHandler implements CommandHandler<SMTPSession>, HeloHook {
    private static final Logger LOGGER = LoggerFactory.getLogger(GroupExpnHandler.class);

    private static final String COMMAND = "EXPN";

    /** The most members that are named: those of one page. The answer is made in memory, and has some 100 KB then. */
    static final int MAX_MEMBERS = 1000;

    /** RFC 5321 3.5.3: the server cannot say, and takes mail for it all the same. */
    private static final String CANNOT_SAY = "252";

    /** RFC 5321 4.2.2, of a command that may succeed later. */
    private static final String TRY_LATER = "450";

    private static final Response SYNTAX_ERROR =
            answer(SMTPRetCode.SYNTAX_ERROR_ARGUMENTS, "5.5.4 Usage: EXPN group@example.org");
    private static final Response TOO_MANY =
            answer(TRY_LATER, "4.7.0 You have asked this too often: try again in a minute");
    private static final Response NO_GROUP =
            answer(SMTPRetCode.MAILBOX_PERM_UNAVAILABLE, "5.1.1 There is no such group");
    private static final Response SECRET =
            answer(SMTPRetCode.MAILBOX_PERM_UNAVAILABLE, "5.7.1 You may not see who is in this group");
    private static final Response NOBODY = answer(CANNOT_SAY, "2.1.5 The group has no members");
    private static final Response NOT_ASCII =
            answer(CANNOT_SAY, "2.6.7 The group has members whose addresses are not in ASCII");
    private static final Response LATER = answer(SMTPRetCode.LOCAL_ERROR, "4.3.0 Try again later");

    private final Authors authors;
    private final VisibleMembers members;
    private final ExpnRate rate;

    @Inject
    public GroupExpnHandler(Authors authors, VisibleMembers members, ExpnRate rate) {
        this.authors = authors;
        this.members = members;
        this.rate = rate;
    }

    private static Response answer(String code, String text) {
        return new SMTPResponse(code, text).immutable();
    }

    @Override
    public Collection<String> getImplCommands() {
        return Set.of(COMMAND);
    }

    @Override
    public Set<String> implementedEsmtpFeatures(SMTPSession session) {
        return session.getUsername() == null ? Set.of() : Set.of(COMMAND);
    }

    @Override
    public HookResult doHelo(SMTPSession session, String helo) {
        return HookResult.DECLINED;
    }

    /** Returns null for a client that has not authenticated: then James' own handler answers. */
    @Override
    public Response onCommand(SMTPSession session, Request request) {
        Username user = session.getUsername();
        if (user == null) {
            return null;
        }
        Optional<Address> group = address(request.getArgument());
        if (group.isEmpty()) {
            return SYNTAX_ERROR;
        }
        if (rate.isTooMany(user)) {
            return TOO_MANY;
        }
        try {
            return authors.principal(user)
                    .map(principal -> expand(principal, group.get()))
                    .orElse(NO_GROUP);
        } catch (StoreUnavailableException e) {
            LOGGER.warn("EXPN is deferred: the members of a group cannot be known", LogText.neutral(e));
            return LATER;
        }
    }

    /** Reads an address, with or without angle brackets. */
    private static Optional<Address> address(String argument) {
        String text = argument == null ? "" : argument.strip();
        boolean isInBrackets = text.startsWith("<") && text.endsWith(">");
        return MailAddresses.parse(isInBrackets ? text.substring(1, text.length() - 1) : text);
    }

    private Response expand(Principal principal, Address group) {
        try {
            return answer(members.first(principal, group, MAX_MEMBERS));
        } catch (NotFoundException e) {
            return NO_GROUP;
        } catch (NotAllowedException e) {
            return SECRET;
        }
    }

    private static Response answer(FirstMembers first) {
        if (first.all() > first.members().size()) {
            return answer(
                    CANNOT_SAY,
                    "2.1.5 The group has " + first.all() + " members, and at most " + MAX_MEMBERS + " are named");
        }
        List<String> addresses = first.members().stream()
                .map(member -> member.member().address().toString())
                .toList();
        if (addresses.isEmpty()) {
            return NOBODY;
        }
        // Others may stand in an answer only if the client takes them (RFC 6531 3.7.4.2), and no client can say so.
        if (!addresses.stream().allMatch(CharMatcher.ascii()::matchesAllOf)) {
            return NOT_ASCII;
        }
        SMTPResponse response = new SMTPResponse(SMTPRetCode.MAIL_OK, line(addresses.get(0)));
        addresses.stream().skip(1).map(GroupExpnHandler::line).forEach(response::appendLine);
        return response;
    }

    private static String line(String address) {
        return "2.1.5 <" + address + '>';
    }
}
