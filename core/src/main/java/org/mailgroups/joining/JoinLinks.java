// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.joining;

import java.util.Optional;
import javax.inject.Inject;
import org.mailgroups.decision.DecisionLinks;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.right.Act;
import org.mailgroups.right.Thing;
import org.mailgroups.token.Purpose;
import org.mailgroups.token.Tokens;

/** The links by which administrators decide about requests to join. */
public final class JoinLinks extends DecisionLinks<JoinRequest> {
    private final JoinRequestRepository requests;

    @Inject
    public JoinLinks(Tokens tokens, JoinRequestRepository requests, GroupDirectory directory) {
        super(tokens, directory, Purpose.DECIDE_JOIN, Act.DECIDE_JOIN);
        this.requests = requests;
    }

    @Override
    protected long number(JoinRequest request) {
        return request.id();
    }

    @Override
    protected Optional<JoinRequest> find(long id) {
        return requests.find(id);
    }

    @Override
    protected long groupId(JoinRequest request) {
        return request.groupId();
    }

    @Override
    protected Thing thing(JoinRequest request) {
        return Thing.joinRequest(Long.toString(request.id()));
    }
}
