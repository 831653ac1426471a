// SPDX-License-Identifier: Apache-2.0
/** What delivery reports about members mean. It knows no MIME: what a report says is handed in as text. */
package org.mailgroups.bounce;
