// SPDX-License-Identifier: Apache-2.0
/**
 * The members' port: what a member's browser and programs call over HTTPS. {@link org.mailgroups.members.MembersPort}
 * opens it; the routes are data, in {@link org.mailgroups.members.route.RouteTable}. It knows no James.
 */
package org.mailgroups.members;
