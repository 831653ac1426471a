// SPDX-License-Identifier: Apache-2.0
/**
 * The ways on which copies leave: where the next hop of a recipient is, who carries copies there, and what they answer.
 */
package org.mailgroups.delivery.carrier;
