// SPDX-License-Identifier: Apache-2.0
/**
 * What the doors over HTTP share: the parts of a call and how strictly they are read, answers, and the table of errors.
 * It knows no HTTP server.
 */
package org.mailgroups.call;
