// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin.backup;

/**
 * A group, or a profile's user, that a task has not taken over.
 *
 * @param address as it was found, which need not be an address
 * @param reason in words for the one who reads the summary
 */
public record RejectedGroup(String address, String reason) {}
