// SPDX-License-Identifier: Apache-2.0
/** Messages that are held until an administrator decides. */
package org.mailgroups.moderation;
