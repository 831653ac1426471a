// SPDX-License-Identifier: Apache-2.0
/** Routes as data: what can be called, who may, and what it does. */
package org.mailgroups.members.route;
