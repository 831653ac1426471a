// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact;

import java.util.UUID;

/** What becomes of the contacts of a contact group that is deleted. */
public sealed interface ContactsFate {
    /** There must be none. */
    record Refuse() implements ContactsFate {}

    /** They are deleted with it. */
    record Delete() implements ContactsFate {}

    /** They go to another contact group of the same domain. */
    record MoveTo(UUID contactGroup) implements ContactsFate {}
}
