// SPDX-License-Identifier: Apache-2.0
/** The address book: the groups and shared contacts that members see, and lists of recipients from it. */
package org.mailgroups.addressbook;
