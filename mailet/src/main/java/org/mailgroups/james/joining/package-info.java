// SPDX-License-Identifier: Apache-2.0
/** Requests to join a group: what administrators and those who ask are told, and the schedule of that. */
package org.mailgroups.james.joining;
