// SPDX-License-Identifier: Apache-2.0
/** Delivery of postings out of James: parameters, the hand-over to James' processors, DNS, metrics. */
package org.mailgroups.james.delivery;
