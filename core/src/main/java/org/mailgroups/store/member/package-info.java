// SPDX-License-Identifier: Apache-2.0
/** The SQL of members: addresses in groups, by themselves or by contacts; and of those whom groups exclude. */
package org.mailgroups.store.member;
