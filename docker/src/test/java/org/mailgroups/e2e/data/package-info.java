// SPDX-License-Identifier: Apache-2.0
/** Imports, contacts, backup and migrations. */
package org.mailgroups.e2e.data;
