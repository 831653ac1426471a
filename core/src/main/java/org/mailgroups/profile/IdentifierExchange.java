// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.profile;

import com.google.common.collect.Iterables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mailgroups.value.Address;
import org.mailgroups.value.IdentifierTakenException;

/**
 * Lets the users of a file exchange their identifiers, wherever in the file they stand. First all claims of the file
 * are {@link #claim added} and {@link #refuse checked}; then profiles are saved, some at a time.
 *
 * <p>About 300 bytes for each claim are in memory. Not thread-safe.
 */
public final class IdentifierExchange {
    /** The most users that get their identifiers in one transaction. */
    static final int BATCH = IdentifierClaims.MAX_CIRCLE;

    private final ProfileRepository profiles;
    private final IdentifierClaims claims = new IdentifierClaims();

    /** Users who got their identifier with others, before their own turn. */
    private final Set<Address> exchanged = new HashSet<>();

    private final List<Address> untold = new ArrayList<>();

    public IdentifierExchange(ProfileRepository profiles) {
        this.profiles = profiles;
    }

    /**
     * Adds a claim.
     *
     * @param identifier empty if the user gives up one and gets none
     * @param owner the user who has the identifier now, who may be the same one; null if nobody has
     */
    public void claim(Address user, String identifier, Address owner) {
        claims.add(user, identifier, owner);
    }

    /**
     * Refuses claims that cannot be met.
     *
     * @param refusals reasons by user, of users who are refused anyway; gets more
     */
    public void refuse(Map<Address, String> refusals) {
        claims.refuse(refusals);
    }

    /** Returns whether a user has got the identifier by {@link #before}. */
    public boolean isExchanged(Address user) {
        return exchanged.contains(user);
    }

    /** Returns those who have got their identifiers by {@link #before} since the last call. */
    public List<Address> takeExchanged() {
        List<Address> told = List.copyOf(untold);
        untold.clear();
        return told;
    }

    /**
     * Gives the users who have what these users claim their own new identifiers first, even if their own turn comes
     * much later. So nobody is without an identifier between two transactions, whatever ends the work.
     *
     * <p>If something in the way has come up meanwhile, they keep theirs. A user who is saved with one of these is
     * refused then.
     */
    public void before(Collection<Address> users) {
        List<Map<Address, String>> parts = new ArrayList<>();
        int size = 0;
        for (Address user : users) {
            for (Map<Address, String> part : parts(user)) {
                if (size + part.size() > BATCH) {
                    exchangeAll(parts);
                    parts.clear();
                    size = 0;
                }
                parts.add(part);
                size += part.size();
            }
        }
        exchangeAll(parts);
    }

    /** Returns what comes before a user, in order, in parts that are small enough for a transaction. */
    private List<Map<Address, String>> parts(Address user) {
        List<Map<Address, String>> parts = new ArrayList<>();
        Iterables.partition(claims.takeBefore(user).entrySet(), BATCH).forEach(some -> {
            Map<Address, String> part = new LinkedHashMap<>();
            some.forEach(entry -> part.put(entry.getKey(), entry.getValue()));
            parts.add(part);
        });
        return parts;
    }

    private void exchangeAll(List<Map<Address, String>> parts) {
        Map<Address, String> all = new HashMap<>();
        parts.forEach(all::putAll);
        if (!exchange(all) && parts.size() > 1) {
            parts.forEach(this::exchange);
        }
    }

    /** Exchanges identifiers in one transaction, and returns whether that was possible. */
    private boolean exchange(Map<Address, String> identifiers) {
        List<Profile> changed = profiles.findAll(identifiers.keySet()).values().stream()
                .map(before -> new Profile(before.user(), before.name(), identifiers.get(before.user())))
                .toList();
        try {
            profiles.saveAll(changed);
        } catch (IdentifierTakenException e) {
            return false;
        }
        changed.forEach(profile -> exchanged.add(profile.user()));
        changed.forEach(profile -> untold.add(profile.user()));
        return true;
    }
}
