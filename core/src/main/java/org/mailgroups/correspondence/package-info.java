// SPDX-License-Identifier: Apache-2.0
/** A user's own messages with a contact. */
package org.mailgroups.correspondence;
