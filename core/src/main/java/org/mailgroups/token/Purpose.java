// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.token;

/** The purposes of tokens. The names are signed: a renamed one makes its tokens worthless. */
public enum Purpose {
    /** Ends the membership of a person in a group. */
    LEAVE,
    /** Decides about a held message, for an administrator. */
    MODERATE,
    /** Makes a member of a person who has confirmed it. */
    JOIN,
    /** Decides about a request to join a group, for an administrator. */
    DECIDE_JOIN
}
