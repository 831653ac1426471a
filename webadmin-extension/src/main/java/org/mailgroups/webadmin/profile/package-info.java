/**
 * Profiles of users over HTTP: the name and the identifier that James does not know.
 *
 * <p>The package has routes, the body that a call brings and the view that an answer shows. It depends on the edge
 * above it, on {@link org.mailgroups.webadmin.imports} and on {@code core}. Only {@code ProfileRoutes} knows Spark. The
 * service and the import of profiles live in {@code core}.
 */
package org.mailgroups.webadmin.profile;
