// SPDX-License-Identifier: Apache-2.0
/** How people who are no users of this server confirm by mail what they want. */
package org.mailgroups.confirmation;
