// SPDX-License-Identifier: Apache-2.0
/**
 * Copies that failed: reads the delivery reports that come to return paths, counts failures, probes suspended members,
 * and tells administrators.
 */
package org.mailgroups.james.bounce;
