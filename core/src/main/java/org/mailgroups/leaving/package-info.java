// SPDX-License-Identifier: Apache-2.0
/** How people leave groups by themselves. */
package org.mailgroups.leaving;
