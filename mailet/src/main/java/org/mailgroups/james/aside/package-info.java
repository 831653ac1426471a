// SPDX-License-Identifier: Apache-2.0
/** Mail that is set aside, within bounds. */
package org.mailgroups.james.aside;
