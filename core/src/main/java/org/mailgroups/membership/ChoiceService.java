// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.membership;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.inject.Inject;
import org.mailgroups.audit.AuditTrail;
import org.mailgroups.choice.Choice;
import org.mailgroups.choice.ChoiceRepository;
import org.mailgroups.distribution.OwnAddresses;
import org.mailgroups.group.right.GroupRights;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.value.Address;
import org.mailgroups.value.NotAllowedException;

/**
 * Lets members choose what they get of a group. A choice holds for the group that a message was written to, whether its
 * member is the person or a nested group. It holds for all addresses of the person but those that lead to others too.
 *
 * <p>Thread-safe. Every method throws {@link org.mailgroups.value.NotFoundException} for a group that does not exist.
 */
public final class ChoiceService {
    private final ChoiceRepository choices;
    private final OwnAddresses ownAddresses;
    private final GroupRights rights;
    private final AuditTrail audit;

    @Inject
    public ChoiceService(ChoiceRepository choices, OwnAddresses ownAddresses, GroupRights rights, AuditTrail audit) {
        this.choices = choices;
        this.ownAddresses = ownAddresses;
        this.rights = rights;
        this.audit = audit;
    }

    /** Returns what the principal has chosen of a group. */
    public Choice get(Principal principal, Address group) {
        rights.require(principal, Act.CHOOSE_DELIVERY, group);
        Address person = person(principal);
        return choices.among(group, List.of(person)).getOrDefault(person, Choice.EVERYTHING);
    }

    /** Puts down what the principal wants of a group. */
    public void choose(Principal principal, Address group, Choice choice) {
        rights.require(principal, Act.CHOOSE_DELIVERY, group);
        Address person = person(principal);
        Set<Address> own = new TreeSet<>(principal.addresses());
        own.add(person);
        if (choices.choose(group, ownAddresses.alone(own, person), choice)) {
            audit.record(
                    principal,
                    "delivery-chosen",
                    "group",
                    group,
                    "member",
                    person,
                    "delivery",
                    choice.delivery().text(),
                    "ownCopy",
                    choice.ownCopy());
        }
    }

    private static Address person(Principal principal) {
        return principal
                .address()
                .orElseThrow(() -> new NotAllowedException("only a member of the group may choose what it gets"));
    }
}
