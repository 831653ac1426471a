// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.ldap;

import javax.inject.Inject;
import org.mailgroups.addressbook.AddressBookService;
import org.mailgroups.group.right.GroupRights;
import org.mailgroups.membership.MemberService;
import org.mailgroups.token.Signer;

/**
 * What the directory shows.
 *
 * @param signer of the places where searches go on
 */
public record LdapDirectory(AddressBookService addressBook, MemberService members, GroupRights rights, Signer signer) {
    @Inject
    public LdapDirectory {}
}
