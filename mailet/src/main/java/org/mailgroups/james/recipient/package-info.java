// SPDX-License-Identifier: Apache-2.0
/** The recipients of a message as groups see them: a group, a role address, a return path, or none of these. */
package org.mailgroups.james.recipient;
