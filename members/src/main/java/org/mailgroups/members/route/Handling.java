// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.route;

import org.mailgroups.call.Answer;

/** The work of one route. It throws the errors of the domain as they are; the door turns them into answers. */
@FunctionalInterface
public interface Handling {
    Answer answer(MembersCall call);

    /** Refuses a call, by an exception, before its body is read. */
    @FunctionalInterface
    interface Check {
        void of(MembersCall call);
    }
}
