// SPDX-License-Identifier: Apache-2.0
/** What James' own look-ups in the DNS do not tell: TXT records, and addresses of IPv6. */
package org.mailgroups.james.dns;
