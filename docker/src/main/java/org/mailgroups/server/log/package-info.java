// SPDX-License-Identifier: Apache-2.0
/** The form of the server's log. {@code conf/logback.xml} names {@link org.mailgroups.server.log.NeutralLayout}. */
package org.mailgroups.server.log;
