// SPDX-License-Identifier: Apache-2.0
/**
 * Shared contacts over HTTP: contact groups, contacts, and the address book in which the organisation's members find them.
 *
 * <p>Depends on the shared edge above it, the machinery of imports and the domain. Only {@code *Routes} know Spark; services know neither HTTP nor JSON. A member may call the address book and the correspondence, which know
 * nothing but shared contacts for whoever is not a postmaster; the rest is the postmaster's.
 */
package org.mailgroups.webadmin.contact;
