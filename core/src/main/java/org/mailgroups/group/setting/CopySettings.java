// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.group.setting;

import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.Text;

/**
 * The settings that shape the copies of a group's members. Immutable.
 *
 * @param subjectPrefix stands in front of the subject; empty for none
 */
public record CopySettings(ReplyTo replyTo, String subjectPrefix, FromRewrite fromRewrite, Unsubscribe unsubscribe) {
    public static final CopySettings DEFAULT =
            new CopySettings(ReplyTo.SENDER, "", FromRewrite.WHEN_NEEDED, Unsubscribe.MAIL);

    /** The longest prefix, in characters. */
    public static final int MAX_PREFIX_LENGTH = 40;

    public CopySettings {
        subjectPrefix = Text.line("it", subjectPrefix, MAX_PREFIX_LENGTH);
        if (subjectPrefix.contains("=?")) {
            throw new InvalidValueException("it must not have =?, which begins an encoded word");
        }
    }

    public CopySettings withReplyTo(ReplyTo newRule) {
        return new CopySettings(newRule, subjectPrefix, fromRewrite, unsubscribe);
    }

    /** @param newPrefix empty for none */
    public CopySettings withSubjectPrefix(String newPrefix) {
        return new CopySettings(replyTo, newPrefix, fromRewrite, unsubscribe);
    }

    public CopySettings withFromRewrite(FromRewrite newRule) {
        return new CopySettings(replyTo, subjectPrefix, newRule, unsubscribe);
    }

    public CopySettings withUnsubscribe(Unsubscribe newRule) {
        return new CopySettings(replyTo, subjectPrefix, fromRewrite, newRule);
    }
}
