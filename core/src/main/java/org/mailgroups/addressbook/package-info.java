// SPDX-License-Identifier: Apache-2.0
/** The address book: what members see of shared contacts and groups, and lists of recipients picked from it. */
package org.mailgroups.addressbook;
