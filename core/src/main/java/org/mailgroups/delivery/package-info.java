// SPDX-License-Identifier: Apache-2.0
/**
 * What becomes of a message that groups take: it is written down once, as a posting, and delivered from there.
 *
 * <p>The ports are {@link org.mailgroups.delivery.PostingStore} and {@link org.mailgroups.delivery.Bodies}.
 */
package org.mailgroups.delivery;
