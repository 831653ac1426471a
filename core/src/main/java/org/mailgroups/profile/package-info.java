// SPDX-License-Identifier: Apache-2.0
/** What is known of a user beside the address: name and identifier. */
package org.mailgroups.profile;
