// SPDX-License-Identifier: Apache-2.0
/**
 * JSON as records: one strict reader for bodies and backups, one writer for answers.
 *
 * <p>Every door reads its bodies here, so that what one refuses no other takes.
 */
package org.mailgroups.json;
