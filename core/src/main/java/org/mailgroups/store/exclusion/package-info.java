// SPDX-License-Identifier: Apache-2.0
/** Exclusions in the database. */
package org.mailgroups.store.exclusion;
