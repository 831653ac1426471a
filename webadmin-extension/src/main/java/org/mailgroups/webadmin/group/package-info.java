/**
 * Groups, members and memberships over HTTP: routes that parse, call and render, and the services with the rules.
 *
 * <p>Depends on the shared edge above it and on the domain. Only {@code *Routes} know Spark; services know neither HTTP nor JSON.
 */
package org.mailgroups.webadmin.group;
