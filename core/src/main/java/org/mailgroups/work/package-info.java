// SPDX-License-Identifier: Apache-2.0
/** Long work: where it runs, how it is stopped, and that every way of ending it is told. */
package org.mailgroups.work;
