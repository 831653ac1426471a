// SPDX-License-Identifier: Apache-2.0
/** The engine of imports. It does not know what is imported: each kind lives with its subject. */
package org.mailgroups.imports;
