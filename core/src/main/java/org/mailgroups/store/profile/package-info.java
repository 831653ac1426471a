// SPDX-License-Identifier: Apache-2.0
/** The SQL of users' profiles, and of who has an identifier. */
package org.mailgroups.store.profile;
