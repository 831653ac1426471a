// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

/** The form in which contacts come from a file. */
public enum ContactFormat {
    CSV,
    VCARD
}
