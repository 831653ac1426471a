// SPDX-License-Identifier: Apache-2.0
/**
 * The work on postings: which chunk is whose turn, who carries it, what is written down about it.
 *
 * <p>{@link org.mailgroups.delivery.work.Delivery} is the whole of it. A chunk is taken from the store, is cut into
 * flights by next hop, waits in the {@link org.mailgroups.delivery.work.Schedule}, is carried by a worker, and ends in
 * the {@link org.mailgroups.delivery.work.Recorder}.
 */
package org.mailgroups.delivery.work;
