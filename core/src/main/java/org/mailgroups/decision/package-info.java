// SPDX-License-Identifier: Apache-2.0
/** What administrators decide about things that wait for them: held messages, and requests to join. */
package org.mailgroups.decision;
