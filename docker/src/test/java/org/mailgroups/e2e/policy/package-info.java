// SPDX-License-Identifier: Apache-2.0
/** Who may write to a group, and what waits for its administrators. */
package org.mailgroups.e2e.policy;
