// SPDX-License-Identifier: Apache-2.0
/** What members choose to get of a group that they are in. */
package org.mailgroups.choice;
