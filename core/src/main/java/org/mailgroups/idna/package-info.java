// SPDX-License-Identifier: Apache-2.0
/** Internationalised domain names. */
package org.mailgroups.idna;
