// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.delivery;

import java.util.Collection;
import java.util.Iterator;
import java.util.Set;
import javax.mail.MessagingException;
import org.apache.mailet.base.GenericMailet;

/** Checks the names of a mailet's parameters, so that a name with a slip is told at the start. */
public final class ParameterNames {
    /** Each mailet may have these, which James reads. */
    private static final Set<String> OF_JAMES = Set.of("onMailetException", "onMatchException");

    private ParameterNames() {}

    /**
     * Checks that a mailet has no parameter but those that it knows, and James' own.
     *
     * @throws MessagingException if it has
     */
    public static void check(GenericMailet mailet, Collection<String> known) throws MessagingException {
        for (Iterator<String> names = mailet.getInitParameterNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name) && !OF_JAMES.contains(name)) {
                throw new MessagingException(mailet.getClass().getSimpleName() + " has no parameter " + name);
            }
        }
    }
}
