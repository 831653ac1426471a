// SPDX-License-Identifier: Apache-2.0
/** App passwords in the database. */
package org.mailgroups.store.apppassword;
