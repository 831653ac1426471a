// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.link;

import org.mailgroups.call.Answer;
import org.mailgroups.members.route.MembersCall;

/** A link whose token is good, and what its bearer may do. */
interface Link {
    /** Returns what it is about. This changes nothing. */
    LinkView view();

    /** Does what the link is for. */
    Answer act(MembersCall call);
}
