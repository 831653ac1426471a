// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.route;

/**
 * The body of an error, as James' webadmin has it.
 *
 * @param type see {@link org.mailgroups.call.ErrorKind}
 * @param details always null
 */
public record ErrorBody(int statusCode, String type, String message, String details) {}
