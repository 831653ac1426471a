/**
 * The HTTP edge that all routes share: reading a call (path, query, JSON, If-Match, who asks), writing an answer, the one table from domain errors to
 * statuses, and the audit trail.
 *
 * <p>Depends on James' webadmin, Spark, Jackson and the domain ({@code org.mailgroups.group}); knows none of the packages below it. Those see Spark in their
 * {@code *Routes} classes only: services are free of HTTP.
 */
package org.mailgroups.webadmin;
