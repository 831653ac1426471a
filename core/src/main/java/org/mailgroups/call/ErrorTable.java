// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.call;

import java.util.Map;
import org.mailgroups.value.AddressTakenException;
import org.mailgroups.value.ClashException;
import org.mailgroups.value.CyclicMembershipException;
import org.mailgroups.value.IdentifierTakenException;
import org.mailgroups.value.InvalidValueException;
import org.mailgroups.value.LastAdministratorException;
import org.mailgroups.value.MailGroupsException;
import org.mailgroups.value.NotAllowedException;
import org.mailgroups.value.NotFoundException;
import org.mailgroups.value.StaleVersionException;
import org.mailgroups.value.StoreUnavailableException;
import org.mailgroups.value.TooManyEntriesException;
import org.mailgroups.value.WrongStateException;

/** The only table that gives each kind of domain error its status. All doors over HTTP use it. */
public final class ErrorTable {
    /** A status, and the kind that stands in the body. */
    public record Status(int code, ErrorKind kind) {}

    private static final Status INVALID = new Status(400, ErrorKind.INVALID_ARGUMENT);
    private static final Status CLASH = new Status(409, ErrorKind.WRONG_STATE);

    private static final Map<Class<? extends MailGroupsException>, Status> STATUSES = Map.ofEntries(
            Map.entry(InvalidValueException.class, INVALID),
            Map.entry(NotFoundException.class, new Status(404, ErrorKind.NOT_FOUND)),
            Map.entry(AddressTakenException.class, CLASH),
            Map.entry(ClashException.class, CLASH),
            Map.entry(CyclicMembershipException.class, CLASH),
            Map.entry(IdentifierTakenException.class, CLASH),
            Map.entry(LastAdministratorException.class, CLASH),
            Map.entry(NotAllowedException.class, new Status(403, ErrorKind.WRONG_STATE)),
            Map.entry(WrongStateException.class, CLASH),
            Map.entry(StaleVersionException.class, new Status(412, ErrorKind.WRONG_STATE)),
            Map.entry(TooManyEntriesException.class, new Status(413, ErrorKind.INVALID_ARGUMENT)),
            Map.entry(StoreUnavailableException.class, new Status(503, ErrorKind.SERVER_ERROR)));

    private ErrorTable() {}

    public static Status statusOf(MailGroupsException exception) {
        return STATUSES.get(exception instanceof ClashException ? ClashException.class : exception.getClass());
    }

    /** Returns the text for the caller. The domain does not know that a header named the expected versions. */
    public static String messageOf(MailGroupsException exception) {
        return exception instanceof StaleVersionException stale
                ? "If-Match names no current version; it is now " + stale.currentVersion()
                : exception.getMessage();
    }

    static boolean knows(Class<?> kind) {
        return STATUSES.containsKey(kind);
    }
}
