// SPDX-License-Identifier: Apache-2.0
/** Contacts as files: CSV and vCard, in and out. */
package org.mailgroups.contact.file;
