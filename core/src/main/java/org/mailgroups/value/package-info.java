// SPDX-License-Identifier: Apache-2.0
/** What every subject speaks: addresses, pages, principals, rules of text, and the outcomes that are errors. */
package org.mailgroups.value;
