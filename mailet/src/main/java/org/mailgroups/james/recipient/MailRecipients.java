// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.recipient;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.james.core.MailAddress;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.value.Address;

/** The recipients of one message, in RCPT order, each with what it is. Classified once and passed on. Immutable. */
public record MailRecipients(List<MailRecipient> all) {
    public MailRecipients {
        all = List.copyOf(all);
    }

    /** Returns the recipients of one kind. */
    public <T extends MailRecipient> List<T> of(Class<T> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Returns the recipients that are a group's own: its address, its return path or a role address. */
    public List<MailAddress> ofGroups() {
        return all.stream()
                .filter(recipient ->
                        !(recipient instanceof MailRecipient.Other) && !(recipient instanceof MailRecipient.NeverOurs))
                .map(MailRecipient::mailAddress)
                .toList();
    }

    public boolean concernGroups() {
        return !ofGroups().isEmpty();
    }

    /** Returns the groups among the recipients, each once. */
    public Set<GroupEntry> groups() {
        Set<GroupEntry> groups = new LinkedHashSet<>();
        of(MailRecipient.OfGroup.class).forEach(recipient -> groups.add(recipient.group()));
        return groups;
    }

    /** Returns the names by which the message is addressed to a group: its address, or a sub-address of it. */
    public List<MailAddress> namesOf(long group) {
        return of(MailRecipient.OfGroup.class).stream()
                .filter(recipient -> recipient.group().id() == group)
                .map(MailRecipient::mailAddress)
                .distinct()
                .toList();
    }

    /** Returns the addresses that are no group themselves and may lead to one, each once. */
    public List<Address> others() {
        return of(MailRecipient.Other.class).stream()
                .map(MailRecipient.Other::address)
                .distinct()
                .toList();
    }

    /** Returns these recipients without some. */
    public MailRecipients without(Collection<MailAddress> taken) {
        return new MailRecipients(all.stream()
                .filter(recipient -> !taken.contains(recipient.mailAddress()))
                .toList());
    }

    /** Returns these recipients, and others after them. */
    public MailRecipients and(List<MailRecipient> more) {
        return new MailRecipients(
                Stream.concat(all.stream(), more.stream()).distinct().toList());
    }
}
