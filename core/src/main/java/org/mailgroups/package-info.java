// SPDX-License-Identifier: Apache-2.0
/** Groups, contacts, imports and distribution, without James, HTTP or a mail API. */
package org.mailgroups;
