// SPDX-License-Identifier: Apache-2.0
/** Messages without octets above 127, for servers that take no others. */
package org.mailgroups.james.sevenbit;
