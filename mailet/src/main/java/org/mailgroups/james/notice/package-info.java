// SPDX-License-Identifier: Apache-2.0
/** What the notices to administrators and to members have in common. */
package org.mailgroups.james.notice;
