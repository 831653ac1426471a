// SPDX-License-Identifier: Apache-2.0
/** Whether James' configuration has what the plugin needs. */
package org.mailgroups.james.installation;
