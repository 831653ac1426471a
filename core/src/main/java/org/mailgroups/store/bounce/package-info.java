// SPDX-License-Identifier: Apache-2.0
/** Failures of members, and suspensions, in the database. */
package org.mailgroups.store.bounce;
