// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports.history;

/** What an import does with members that the file does not name. */
public enum ImportMode {
    /** They stay. */
    ADD,
    /** They are removed: afterwards the members are those of the file. */
    REPLACE
}
