// SPDX-License-Identifier: Apache-2.0
/** The documentation, followed as a newcomer follows it. */
package org.mailgroups.e2e.documentation;
