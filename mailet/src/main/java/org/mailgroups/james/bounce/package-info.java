// SPDX-License-Identifier: Apache-2.0
/** Reads the delivery reports that come to return paths. */
package org.mailgroups.james.bounce;
