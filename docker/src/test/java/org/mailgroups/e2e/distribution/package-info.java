// SPDX-License-Identifier: Apache-2.0
/** What members get, and who gets it. */
package org.mailgroups.e2e.distribution;
