// SPDX-License-Identifier: Apache-2.0
/** Inputs from the field, with the right outcome of each. They lie in {@code src/test/resources/cases}. */
package org.mailgroups.e2e.corpus;
