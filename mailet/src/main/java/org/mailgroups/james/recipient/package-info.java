// SPDX-License-Identifier: Apache-2.0
/** What a recipient of a message is to groups: a group, a role address, a return path, or none of these. */
package org.mailgroups.james.recipient;
