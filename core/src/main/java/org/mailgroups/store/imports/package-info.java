// SPDX-License-Identifier: Apache-2.0
/** The SQL of imports and the rows they rejected. */
package org.mailgroups.store.imports;
