// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.contact.file;

/** In which form contacts come from a file. */
public enum ContactFormat {
    CSV,
    VCARD
}
