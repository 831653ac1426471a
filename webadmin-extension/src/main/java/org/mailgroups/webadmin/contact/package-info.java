// SPDX-License-Identifier: Apache-2.0
/**
 * Contacts over HTTP: contact groups, contacts, the address book and a user's correspondence with a contact.
 *
 * <p>The package has routes, the bodies that calls bring and the views that answers show. It depends on the edge above
 * it, on {@link org.mailgroups.webadmin.imports} and on {@code core}. Only the {@code *Routes} know Spark. The services
 * and the import of contacts live in {@code core}.
 *
 * <p>The services of the address book and of correspondence serve members too, and show them shared contacts only.
 * Everything else about contacts is for postmasters.
 */
package org.mailgroups.webadmin.contact;
