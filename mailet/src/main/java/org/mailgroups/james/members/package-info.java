// SPDX-License-Identifier: Apache-2.0
/** The members' port in James: its settings, the passwords of James' users, its begin and end. */
package org.mailgroups.james.members;
