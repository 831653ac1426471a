// SPDX-License-Identifier: Apache-2.0
/** What this server signs with the secret of the store, so that it knows it again: tokens in links and addresses. */
package org.mailgroups.token;
