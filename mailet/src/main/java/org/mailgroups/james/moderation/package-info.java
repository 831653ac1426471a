// SPDX-License-Identifier: Apache-2.0
/** Held messages in James: where they lie, what is due about them, and notices. */
package org.mailgroups.james.moderation;
