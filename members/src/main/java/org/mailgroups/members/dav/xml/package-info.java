// SPDX-License-Identifier: Apache-2.0
/** XML of WebDAV: what clients send, within bounds, and what they get. */
package org.mailgroups.members.dav.xml;
