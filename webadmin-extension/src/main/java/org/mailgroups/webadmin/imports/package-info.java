// SPDX-License-Identifier: Apache-2.0
/**
 * Imports over HTTP, and as James' tasks.
 *
 * <p>{@link org.mailgroups.webadmin.imports.ImportEndpoints} has the calls of every kind of import. What a kind has of
 * its own stands in an {@link org.mailgroups.webadmin.imports.ImportSubject}, which the routes of its subject make. The
 * work is done in {@code core}: {@link org.mailgroups.imports.ImportService} takes the file, and
 * {@link org.mailgroups.imports.ImportJob} runs.
 */
package org.mailgroups.webadmin.imports;
