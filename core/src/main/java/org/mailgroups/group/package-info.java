/**
 * The domain: groups, members, administrators and profiles as values that validate themselves, the ports through which they are
 * kept, and the outcomes that callers must handle.
 *
 * <p>Depends on the JDK only: no James, no mail API, no SQL, no clock, no logging. Everything else points here.
 */
package org.mailgroups.group;
