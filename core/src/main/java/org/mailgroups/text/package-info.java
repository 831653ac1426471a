// SPDX-License-Identifier: Apache-2.0
/**
 * The forms of text: the one in which all text from outside is kept, the one in which errors show it, and the ones in
 * which it is searched, compared and sorted.
 */
package org.mailgroups.text;
