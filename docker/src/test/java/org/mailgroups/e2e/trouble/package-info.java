// SPDX-License-Identifier: Apache-2.0
/** Bad days: a restart, a store that is away, a full disk, a flood. */
package org.mailgroups.e2e.trouble;
