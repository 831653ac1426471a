// SPDX-License-Identifier: Apache-2.0
/** The routes below {@code /api}. Each calls one method of a service, which asks the rights. */
package org.mailgroups.members.api;
