// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.profile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mailgroups.value.Address;
import org.mailgroups.value.IdentifierTakenException;

/**
 * The identifiers that a file gives to users who have another one, or none.
 *
 * <p>A user's identifier may go to another user of the file, who gives up another one, and so on. Such a chain ends
 * with an identifier that nobody has, or it is a circle. Everything here takes time in proportion to the claims.
 *
 * <p>Not thread-safe.
 */
public final class IdentifierClaims {
    /** The most users of a circle: they exchange their identifiers in one transaction. */
    static final int MAX_CIRCLE = 5000;

    private final Map<Address, Claim> claims = new LinkedHashMap<>();

    /** Users by the one whose identifier they get. */
    private final Map<Address, Address> takers = new HashMap<>();

    /**
     * An identifier that the file gives to a user.
     *
     * @param takenFrom the user who has it now; null if nobody has
     */
    private record Claim(String identifier, Address takenFrom) {}

    /**
     * Adds a claim.
     *
     * @param identifier empty if the user gives up one and gets none
     * @param owner the user who has the identifier now, who may be the same one; null if nobody has
     */
    public void add(Address user, String identifier, Address owner) {
        Address takenFrom = user.equals(owner) ? null : owner;
        claims.put(user, new Claim(identifier, takenFrom));
        if (takenFrom != null) {
            takers.put(takenFrom, user);
        }
    }

    /**
     * Refuses claims that cannot be met, and forgets those of all users who are refused.
     *
     * @param refusals reasons by user; gets more
     */
    public void refuse(Map<Address, String> refusals) {
        refuseShared(refusals);
        refuseKept(refusals);
        refuseLargeCircles(refusals);
        claims.keySet().removeAll(refusals.keySet());
        takers.values().removeAll(refusals.keySet());
    }

    private void refuseShared(Map<Address, String> refusals) {
        Map<String, Address> first = new HashMap<>();
        claims.forEach((user, claim) -> {
            String key = Identifiers.key(claim.identifier());
            Address other = key.isEmpty() ? null : first.putIfAbsent(key, user);
            if (other != null) {
                String reason =
                        "the file gives the identifier " + claim.identifier() + " to " + other + " and to " + user;
                refusals.putIfAbsent(user, reason);
                refusals.putIfAbsent(other, reason);
            }
        });
    }

    /**
     * Refuses claims to an identifier that its owner keeps. A user whom the file gives another one gives it up, unless
     * refused. A user who is refused for that keeps another identifier, and so on.
     */
    private void refuseKept(Map<Address, String> refusals) {
        Deque<Address> keeping = new ArrayDeque<>(refusals.keySet());
        takers.keySet().stream().filter(owner -> !claims.containsKey(owner)).forEach(keeping::add);
        while (!keeping.isEmpty()) {
            Address owner = keeping.remove();
            Address taker = takers.get(owner);
            if (taker != null && !refusals.containsKey(taker)) {
                refusals.put(
                        taker, new IdentifierTakenException(claims.get(taker).identifier(), owner).getMessage());
                keeping.add(taker);
            }
        }
    }

    private void refuseLargeCircles(Map<Address, String> refusals) {
        Set<Address> seen = new HashSet<>();
        for (Address start : claims.keySet()) {
            Set<Address> chain = new LinkedHashSet<>();
            Address user = start;
            while (user != null && !refusals.containsKey(user) && seen.add(user)) {
                chain.add(user);
                user = claims.get(user).takenFrom();
            }
            // Nobody else can lead into a circle: an identifier goes to one user only.
            if (start.equals(user) && chain.size() > MAX_CIRCLE) {
                chain.forEach(member -> refusals.put(
                        member,
                        "the file passes identifiers round a circle of " + chain.size() + " users: at most "
                                + MAX_CIRCLE + " can exchange theirs. Take the identifier of one of them away first"));
            }
        }
    }

    /**
     * Takes out what has to be done before a user can get an identifier: others get theirs, in this order. The one who
     * gives up the identifier that the user gets comes last. In a circle, the user is among them, and all of them have
     * to get theirs in one transaction. The claims of the user and of all these are forgotten.
     *
     * @return identifiers by user; empty if nobody has to give anything up, or if that was done
     */
    Map<Address, String> takeBefore(Address user) {
        Set<Address> givers = new LinkedHashSet<>();
        Claim claim = claims.get(user);
        while (claim != null && claims.containsKey(claim.takenFrom()) && givers.add(claim.takenFrom())) {
            claim = claims.get(claim.takenFrom());
        }
        List<Address> order = new ArrayList<>(givers);
        Collections.reverse(order);
        Map<Address, String> identifiers = new LinkedHashMap<>();
        order.forEach(giver -> identifiers.put(giver, claims.remove(giver).identifier()));
        claims.remove(user);
        return identifiers;
    }
}
