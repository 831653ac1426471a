// SPDX-License-Identifier: Apache-2.0
/** The SQL of held messages. */
package org.mailgroups.store.moderation;
