// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.imports.history;

/** What became of an import. */
public enum ImportStatus {
    /** Its task has not begun. */
    WAITING,
    RUNNING,
    /** Every row was applied, found to be so already, or rejected. */
    COMPLETED,
    /**
     * It was given up; what was applied before stays. A replacement that was refused because a row was rejected has
     * applied nothing.
     */
    FAILED,
    /** Somebody cancelled it; what was applied before stays. */
    CANCELLED,
    /** The server went down meanwhile; what was applied before stays, and the same file may be imported again. */
    INTERRUPTED;

    /** Returns whether nothing more will happen. */
    public boolean isFinal() {
        return this != WAITING && this != RUNNING;
    }
}
