/**
 * Postings over HTTP: those of a group, their recipients, and what a postmaster may do with them.
 *
 * <p>The package has routes and the views that answers show. It depends on the edge above it and on {@code core}. Only
 * the {@code *Routes} know Spark. The service with the rules lives in {@code core}.
 */
package org.mailgroups.webadmin.posting;
