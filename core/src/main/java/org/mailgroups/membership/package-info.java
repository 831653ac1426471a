// SPDX-License-Identifier: Apache-2.0
/** Members of groups: direct ones, those of nested groups, their contacts, and their files. */
package org.mailgroups.membership;
