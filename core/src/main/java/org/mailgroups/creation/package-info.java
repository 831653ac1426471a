// SPDX-License-Identifier: Apache-2.0
/** How users create groups of their own, and how far the postmaster lets them. */
package org.mailgroups.creation;
