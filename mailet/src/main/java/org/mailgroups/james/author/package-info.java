// SPDX-License-Identifier: Apache-2.0
/** The author of a message, as far as it is proven: by authentication, SPF or DKIM. */
package org.mailgroups.james.author;
