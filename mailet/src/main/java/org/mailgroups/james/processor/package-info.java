// SPDX-License-Identifier: Apache-2.0
/** James' processors, run in our own threads. */
package org.mailgroups.james.processor;
