// SPDX-License-Identifier: Apache-2.0
/** The form of every CSV file: how it is written, what a cell means, and how a kind of file declares its columns. */
package org.mailgroups.csv;
