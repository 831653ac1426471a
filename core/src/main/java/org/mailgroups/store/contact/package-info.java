// SPDX-License-Identifier: Apache-2.0
/** The SQL of shared contacts, their index for searching, and their memberships. */
package org.mailgroups.store.contact;
