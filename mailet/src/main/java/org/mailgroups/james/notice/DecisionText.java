// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.notice;

import java.util.Optional;
import java.util.stream.Collectors;
import javax.mail.MessagingException;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeMessage;
import org.mailgroups.group.RoleEnding;
import org.mailgroups.james.delivery.MembersUrl;
import org.mailgroups.token.Tokens;
import org.mailgroups.value.Address;

/** What the texts of notices about things that wait for a decision have in common. */
public final class DecisionText {
    /** Stands between the things that a notice shows. */
    public static final String RULE = "\n----------------------------------------\n";

    private DecisionText() {}

    /**
     * The ways in which one administrator decides about a thing.
     *
     * @param address the address to write to
     * @param link the URL to open in a browser; empty if this server has none
     */
    public record Ways(Address address, Optional<String> link) {
        /** Returns the ways of the one whom a token was made for. */
        public static Ways of(Address group, String token, MembersUrl url) {
            String base = RoleEnding.REQUEST.base(group, Tokens.LENGTH);
            return new Ways(Address.parse(base + '+' + token + '@' + group.domain()), url.link(token));
        }

        /** Returns the lines that name them. */
        public String text() {
            return "Decide by mail to\n  " + address + '\n'
                    + link.map(url -> "or with a browser\n  " + url + '\n').orElse("");
        }

        /** Lets a reply to a notice decide. */
        public void takeReplies(MimeMessage notice) throws MessagingException {
            notice.setReplyTo(new InternetAddress[] {new InternetAddress(address.toString())});
        }
    }

    /**
     * Returns the lines that tell how to decide by mail.
     *
     * @param thing the word for what waits
     * @param reader who gets the words behind {@code reject}
     * @param isReplyPossible whether a reply to the notice decides, since it is about one thing
     */
    public static String howTo(String thing, String reader, boolean isReplyPossible) {
        return "To decide, write one of these as the first line of a mail:\n\n  approve\n  reject, and words for "
                + reader + "\n\n"
                + (isReplyPossible
                        ? "A reply to this mail decides about the " + thing + " below.\n"
                        : "Each " + thing + " below has an address of its own for that."
                                + " A reply to this mail decides nothing.\n");
    }

    /** Returns the line that counts the things that a notice does not show; empty if it shows all. */
    public static String more(int count) {
        return count == 0 ? "" : "\n" + count + " more are not shown here.\n";
    }

    /** Returns lines that somebody else has written behind a {@code >}, so that none can be taken for ours. */
    public static String quoted(String lines) {
        return lines.lines().map(line -> "> " + line).collect(Collectors.joining("\n"));
    }
}
