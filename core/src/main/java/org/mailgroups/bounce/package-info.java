// SPDX-License-Identifier: Apache-2.0
/**
 * Copies that failed: what a failure means, on how many days a member's copies failed, and who is suspended for it. It
 * knows no MIME: what a report says is handed in as text.
 */
package org.mailgroups.bounce;
