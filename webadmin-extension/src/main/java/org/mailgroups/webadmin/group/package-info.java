/**
 * Groups, members, memberships and held messages over HTTP, and James' tasks that work on all groups at once.
 *
 * <p>The package has routes, the bodies that calls bring, the views that answers show, and tasks. It depends on the
 * edge above it, on {@link org.mailgroups.webadmin.imports} and on {@code core}. Only the {@code *Routes} know Spark.
 * The services with the rules and the import of members live in {@code core}.
 */
package org.mailgroups.webadmin.group;
