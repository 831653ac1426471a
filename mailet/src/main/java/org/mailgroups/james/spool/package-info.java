// SPDX-License-Identifier: Apache-2.0
/** A message to groups in the spool: decided about, expanded, and sent on in chunks. */
package org.mailgroups.james.spool;
