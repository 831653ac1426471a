/**
 * Where groups, profiles and shared contacts are kept: all SQL, the pool, the migrations and the cached look-up. Embedded Derby by default, PostgreSQL by
 * setting; one place knows which.
 *
 * <p>Depends on {@code group}, {@code contact} and {@code distribution}; knows neither James nor mail.
 */
package org.mailgroups.store;
