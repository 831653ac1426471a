// SPDX-License-Identifier: Apache-2.0
/** What became of imports, and which rows they rejected. */
package org.mailgroups.imports.history;
