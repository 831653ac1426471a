// SPDX-License-Identifier: Apache-2.0
/** How people join groups by themselves. */
package org.mailgroups.joining;
