// SPDX-License-Identifier: Apache-2.0
/** The SQL of groups: their settings, administrators and allowed senders. */
package org.mailgroups.store.group;
