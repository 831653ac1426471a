// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.store.contact;

import org.mailgroups.contact.Contact;

/** A contact to be made, with the properties that are kept of its vCard. */
record MadeContact(Contact contact, String properties) {}
