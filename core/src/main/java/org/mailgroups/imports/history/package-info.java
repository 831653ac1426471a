// SPDX-License-Identifier: Apache-2.0
/** The history of imports: their results, and the rows that they rejected. */
package org.mailgroups.imports.history;
