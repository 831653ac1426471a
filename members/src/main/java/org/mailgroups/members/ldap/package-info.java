// SPDX-License-Identifier: Apache-2.0
/**
 * The address book over LDAP (RFC 4511), to be read only. {@link org.mailgroups.members.ldap.LdapDoor} opens it. A user
 * sees the own domain: contacts that are shared, and groups.
 */
package org.mailgroups.members.ldap;
