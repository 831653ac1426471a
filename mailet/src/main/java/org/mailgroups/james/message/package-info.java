// SPDX-License-Identifier: Apache-2.0
/** What the octets and fields of a message say. Nothing here rests on them as proof. */
package org.mailgroups.james.message;
