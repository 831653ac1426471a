// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.moderation;

import java.util.Optional;
import javax.inject.Inject;
import org.mailgroups.decision.DecisionLinks;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.right.Act;
import org.mailgroups.right.Thing;
import org.mailgroups.token.Purpose;
import org.mailgroups.token.Tokens;

/** The links by which administrators decide about held messages. */
public final class HeldLinks extends DecisionLinks<HeldMessage> {
    private final HeldMessageRepository held;

    @Inject
    public HeldLinks(Tokens tokens, HeldMessageRepository held, GroupDirectory directory) {
        super(tokens, directory, Purpose.MODERATE, Act.MODERATE);
        this.held = held;
    }

    @Override
    protected long number(HeldMessage message) {
        return message.position();
    }

    @Override
    protected Optional<HeldMessage> find(long position) {
        return held.find(position);
    }

    @Override
    protected long groupId(HeldMessage message) {
        return message.facts().groupId();
    }

    @Override
    protected Thing thing(HeldMessage message) {
        return Thing.heldMessage(message.id());
    }
}
