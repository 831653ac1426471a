/**
 * Profiles of users over HTTP: the name and the identifier that James does not know.
 *
 * <p>Depends on the shared edge above it and on the domain. Only {@code *Routes} know Spark; services know neither HTTP nor JSON.
 */
package org.mailgroups.webadmin.profile;
