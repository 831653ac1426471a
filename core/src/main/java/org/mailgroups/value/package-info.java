// SPDX-License-Identifier: Apache-2.0
/** Values that every subject uses: addresses, pages, principals, rules for text, and the errors. */
package org.mailgroups.value;
