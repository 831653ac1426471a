/**
 * The HTTP edge that all routes share. It reads a call: its path, query, body, {@code If-Match} and principal. It
 * writes the answer, and one table gives each domain error its status.
 *
 * <p>The edge depends on James' webadmin, Spark, Jackson and {@code core}. It knows none of the packages below it.
 * Those see Spark in their {@code *Routes} classes only. The services that they call live in {@code core}, which has no
 * HTTP.
 */
package org.mailgroups.webadmin;
