// SPDX-License-Identifier: Apache-2.0
/** The octets and fields of a message. They prove nothing. */
package org.mailgroups.james.message;
