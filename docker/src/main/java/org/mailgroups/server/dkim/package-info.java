// SPDX-License-Identifier: Apache-2.0
/** The key that groups' copies are signed with, and its record in the DNS. */
package org.mailgroups.server.dkim;
