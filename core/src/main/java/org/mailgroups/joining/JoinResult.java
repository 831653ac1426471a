// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.joining;

/** What becomes of somebody's wish to join a group. */
public enum JoinResult {
    /** The person is a member from now on, or gets messages again. */
    JOINED,
    /** The person was a member before. Nothing has changed. */
    MEMBER,
    /** The administrators decide. */
    REQUESTED,
    /** The administrators decide about what the person has asked before. Nothing has changed. */
    WAITING
}
