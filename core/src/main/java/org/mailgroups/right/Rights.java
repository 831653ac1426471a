// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.right;

import java.util.Comparator;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.mailgroups.value.Address;
import org.mailgroups.value.NotAllowedException;

/**
 * Decides whether a principal may do something, by {@link Act}, the table. Pure: it is told what a principal is to a
 * group, and never looks.
 *
 * <p>What tells of a thing that it exists is a right too:
 *
 * <ol>
 *   <li>What is for postmasters only is refused to others before anything is read ({@link NotAllowedException}).
 *   <li>Whoever may not know of a thing gets the answer for one that does not exist
 *       ({@link org.mailgroups.value.NotFoundException}).
 *   <li>Whoever may know of it, and not do this, is told so ({@link NotAllowedException}).
 * </ol>
 */
public final class Rights {
    private Rights() {}

    /**
     * Checks an act that is about no group and no person.
     *
     * @throws NotAllowedException if the principal may not
     */
    public static void require(Principal principal, Act act) {
        if (!may(principal, act)) {
            throw refusal(act, "");
        }
    }

    /** Returns whether the principal may do what is about no group and no person. */
    public static boolean may(Principal principal, Act act) {
        return may(principal, act, Thing.SERVER, relation -> false);
    }

    /**
     * Checks an act that is about a person.
     *
     * @throws NotAllowedException if the principal may not
     */
    public static void require(Principal principal, Act act, Address person) {
        if (!may(principal, act, Thing.person(person), relation -> isSelf(relation, principal, person))) {
            throw new NotAllowedException("only " + person + " or a postmaster may " + act.words());
        }
    }

    private static boolean isSelf(Relation relation, Principal principal, Address person) {
        return relation == Relation.SELF && principal.addresses().contains(person);
    }

    /**
     * Returns whether the principal may do something to a thing.
     *
     * @param is tells whether the principal's addresses are in a relation to the thing. It is asked of those that
     *     would give the right, and never of {@link Relation#USER}.
     */
    public static boolean may(Principal principal, Act act, Thing thing, Predicate<Relation> is) {
        if (principal instanceof Principal.Postmaster) {
            return true;
        }
        if (principal instanceof Principal.Bearer link && !isGood(link, act, thing)) {
            return false;
        }
        if (principal instanceof Principal.User && act.isFor(Relation.USER)) {
            return true;
        }
        // The nearest first: it is found out soonest.
        return act.relations().stream()
                .sorted(Comparator.reverseOrder())
                .filter(relation -> relation != Relation.USER)
                .anyMatch(is);
    }

    private static boolean isGood(Principal.Bearer link, Act act, Thing thing) {
        return act.isByLink() && link.act() == act && link.thing().equals(thing);
    }

    /**
     * Returns the refusal of an act.
     *
     * @param group the address of the group that it is about; empty if it is about none
     */
    public static NotAllowedException refusal(Act act, String group) {
        String those = act.relations().stream().map(Relation::those).collect(Collectors.joining(" and "));
        return new NotAllowedException("only " + (those.isEmpty() ? "a postmaster" : those)
                + (group.isEmpty() ? "" : " of " + group) + " may " + act.words());
    }
}
