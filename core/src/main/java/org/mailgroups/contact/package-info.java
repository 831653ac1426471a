// SPDX-License-Identifier: Apache-2.0
/**
 * Shared contacts and contact groups: values, the ports to their store, and services.
 */
package org.mailgroups.contact;
