// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.ldap;

import javax.inject.Inject;
import org.mailgroups.addressbook.AddressBookService;
import org.mailgroups.group.right.GroupRights;
import org.mailgroups.membership.MemberService;

/** What the directory shows. */
public record LdapDirectory(AddressBookService addressBook, MemberService members, GroupRights rights) {
    @Inject
    public LdapDirectory {}
}
