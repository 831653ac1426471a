// SPDX-License-Identifier: Apache-2.0
/** App passwords: with them a user's programs read the address book, and nothing else. */
package org.mailgroups.apppassword;
