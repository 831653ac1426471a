// SPDX-License-Identifier: Apache-2.0
/** Who calls: passwords, how often they may be wrong, and sessions. */
package org.mailgroups.members.login;
