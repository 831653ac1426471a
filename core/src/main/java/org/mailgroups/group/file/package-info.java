// SPDX-License-Identifier: Apache-2.0
/** Groups as CSV. */
package org.mailgroups.group.file;
