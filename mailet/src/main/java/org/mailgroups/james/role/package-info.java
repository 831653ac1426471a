// SPDX-License-Identifier: Apache-2.0
/** Mail to the role addresses of groups. */
package org.mailgroups.james.role;
