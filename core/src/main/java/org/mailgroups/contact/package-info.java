// SPDX-License-Identifier: Apache-2.0
/**
 * Shared contacts, what they are and where they are kept: values and ports, without HTTP, SQL or mail. May depend on {@code group} alone.
 *
 * <p>Source: the document on shared contact management (lines B1 to B15).
 */
package org.mailgroups.contact;
