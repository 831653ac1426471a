// SPDX-License-Identifier: Apache-2.0
/** Profiles: name and identifier of a user; profiles from and to files. */
package org.mailgroups.profile;
