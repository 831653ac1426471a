// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.value;

import org.mailgroups.text.VisibleForm;

/**
 * The root of everything that can go wrong, as a value: which field, for what reason.
 *
 * <p>The text is written for the person behind the call and can be shown as it is: what it quotes from outside is in
 * {@link VisibleForm}. Nothing here knows HTTP or SMTP:
 * each door translates the permitted kinds in one table.
 */
public abstract sealed class MailGroupsException extends RuntimeException
        permits AddressTakenException,
                ClashException,
                CyclicMembershipException,
                IdentifierTakenException,
                InvalidValueException,
                LastAdministratorException,
                NotAllowedException,
                NotFoundException,
                StaleVersionException,
                StoreUnavailableException,
                TooManyEntriesException,
                WrongStateException {
    private static final long serialVersionUID = 1L;

    private final String field;

    /**
     * Makes an outcome that is about one field.
     *
     * @param field the field's name or path, such as {@code members[3].name}; empty if it is about no field
     * @param cause what led to it; null if nothing did
     */
    protected MailGroupsException(String field, String reason, Throwable cause) {
        super(VisibleForm.of(reason), cause);
        this.field = VisibleForm.of(field);
    }

    /** Makes an outcome that is about no field in particular. */
    protected MailGroupsException(String reason, Throwable cause) {
        this("", reason, cause);
    }

    /** Makes an outcome that is about no field in particular. */
    protected MailGroupsException(String reason) {
        this(reason, null);
    }

    /** Returns the name or path of the field that this is about; empty if there is none. */
    public final String field() {
        return field;
    }

    /** Returns what is wrong, without the field. */
    public final String reason() {
        return super.getMessage();
    }

    /** Returns the whole sentence: the field, if there is one, and the reason. */
    @Override
    public final String getMessage() {
        return field.isEmpty() ? reason() : field + ": " + reason();
    }
}
