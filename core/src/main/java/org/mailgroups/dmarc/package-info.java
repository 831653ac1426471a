// SPDX-License-Identifier: Apache-2.0
/** What the owner of a domain asks of servers that get mail in its name without proof: DMARC (RFC 9989). */
package org.mailgroups.dmarc;
