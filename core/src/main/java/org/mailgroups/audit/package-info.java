// SPDX-License-Identifier: Apache-2.0
/** The audit trail: who did what, and what happened to a message. */
package org.mailgroups.audit;
