// SPDX-License-Identifier: Apache-2.0
/** What members see of a group in the copies that they get: its identifier, and the settings that shape a copy. */
package org.mailgroups.group.setting;
