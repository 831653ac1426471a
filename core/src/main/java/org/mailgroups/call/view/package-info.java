// SPDX-License-Identifier: Apache-2.0
/** The JSON of bodies and answers that more than one door has. */
package org.mailgroups.call.view;
