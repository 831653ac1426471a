// SPDX-License-Identifier: Apache-2.0
/** Who is in a group, directly and through nested groups; members' files. */
package org.mailgroups.membership;
