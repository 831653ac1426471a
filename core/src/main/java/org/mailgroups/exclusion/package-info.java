// SPDX-License-Identifier: Apache-2.0
/** Exclusions: who gets nothing from a group although a nested group has them. */
package org.mailgroups.exclusion;
