// SPDX-License-Identifier: Apache-2.0
/**
 * Groups, their members and their settings: values that check themselves, the port to their store, the rules of
 * addresses, and the look-up that mail asks. Values and rules have no SQL, no James, no clock and no logging.
 */
package org.mailgroups.group;
