// SPDX-License-Identifier: Apache-2.0
/** The mail queues: James' own, with readers that survive any trouble and bodies that survive a crash. */
package org.mailgroups.server.queue;
