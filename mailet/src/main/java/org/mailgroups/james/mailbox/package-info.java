// SPDX-License-Identifier: Apache-2.0
/**
 * The adapters to James' mailboxes: reading what a user has exchanged with a contact, in that user's own session.
 */
package org.mailgroups.james.mailbox;
