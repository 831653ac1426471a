// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.recipient;

import java.util.Optional;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.mailgroups.confirmation.Confirmations;
import org.mailgroups.distribution.Author;
import org.mailgroups.distribution.Decision;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.group.RoleEnding;
import org.mailgroups.group.setting.Join;
import org.mailgroups.joining.JoinLinks;
import org.mailgroups.leaving.LeaveLinks;
import org.mailgroups.moderation.HeldLinks;
import org.mailgroups.token.Tokens;
import org.mailgroups.value.Address;
import org.mailgroups.value.LocalAddresses;
import org.mailgroups.value.StoreUnavailableException;

/**
 * The addresses beside a group's own (RFC 2142 6): {@code team-owner@} reaches the administrators of {@code team@}, and
 * {@code team-request@} answers with a short help. Both are for authenticated users of this server. {@code team-leave@}
 * ends their membership; {@code team-leave+token@} ends that of whom the token was made for, whoever writes.
 * {@code team-join@} makes members of users, if the group is open, or asks its administrators. People elsewhere are
 * asked to confirm either wish; {@code team-join+token@} is where they do. A reply to {@code team-request+token@}
 * decides about a held message or a request to join, for the administrator whom the token was made for.
 *
 * <p>A user, alias or group that has exactly such an address comes first. Thread-safe.
 */
public final class RoleAddresses {
    /** The purpose of a role address. */
    public enum Role {
        OWNER,
        REQUEST,
        /** Of members who write from a mail program that logs in. */
        LEAVE,
        /** With a good token, which says who leaves. */
        LEAVE_BY_LINK,
        /** Of users who want to become members. */
        JOIN,
        /** With a good token, which says who joins. */
        JOIN_BY_LINK,
        /** Of administrators who decide about a held message, with a good token. */
        DECIDE,
        /** Of administrators who decide about a request to join, with a good token. */
        DECIDE_JOIN,
        /** With a sub-address that is no good token. */
        DEAD_LINK
    }

    /**
     * One group's address for one role.
     *
     * @param detail what stands behind the plus sign; empty if there is none
     */
    public record RoleAddress(Role role, GroupEntry group, String detail) {}

    private final GroupDirectory directory;
    private final LocalAddresses localAddresses;
    private final LeaveLinks links;
    private final HeldLinks heldLinks;
    private final JoinLinks joinLinks;
    private final Confirmations confirmations;

    @Inject
    public RoleAddresses(
            GroupDirectory directory,
            LocalAddresses localAddresses,
            LeaveLinks links,
            HeldLinks heldLinks,
            JoinLinks joinLinks,
            Confirmations confirmations) {
        this.directory = directory;
        this.localAddresses = localAddresses;
        this.links = links;
        this.heldLinks = heldLinks;
        this.joinLinks = joinLinks;
        this.confirmations = confirmations;
    }

    /**
     * Returns the role and the group of an address, with or without a sub-address; empty if it is no role address.
     *
     * @throws StoreUnavailableException if that cannot be known now
     */
    public Optional<RoleAddress> of(Address address) {
        Address base = address.withoutDetail();
        return Stream.of(RoleEnding.OWNER, RoleEnding.REQUEST, RoleEnding.LEAVE, RoleEnding.JOIN)
                .filter(ending -> base.localPart().endsWith(ending.text()))
                .findFirst()
                .filter(ending -> isFree(base) && isFree(address))
                .flatMap(ending -> of(ending, base, detail(base, address)));
    }

    private static String detail(Address base, Address address) {
        return base.equals(address)
                ? ""
                : address.localPart().substring(base.localPart().length() + 1);
    }

    private Optional<RoleAddress> of(RoleEnding ending, Address base, String detail) {
        Optional<RoleAddress> byLink =
                localAddresses.isLocalDomain(base.domain()) ? byLink(ending, detail) : Optional.empty();
        return byLink.or(() -> ending.groupAddress(base)
                .flatMap(directory::groupAt)
                .map(group -> new RoleAddress(role(ending, detail), group, detail)));
    }

    private Optional<RoleAddress> byLink(RoleEnding ending, String detail) {
        return switch (ending) {
            case LEAVE -> links.group(detail).map(group -> new RoleAddress(Role.LEAVE_BY_LINK, group, detail));
            case REQUEST -> heldLinks
                    .linked(detail)
                    .map(linked -> new RoleAddress(Role.DECIDE, linked.group(), detail))
                    .or(() -> joinLinks
                            .linked(detail)
                            .map(linked -> new RoleAddress(Role.DECIDE_JOIN, linked.group(), detail)));
            case JOIN -> confirmations.group(detail).map(group -> new RoleAddress(Role.JOIN_BY_LINK, group, detail));
            case OWNER, BOUNCES -> Optional.empty();
        };
    }

    private static Role role(RoleEnding ending, String detail) {
        return switch (ending) {
            case OWNER -> Role.OWNER;
            case REQUEST -> Tokens.isInForm(detail) ? Role.DEAD_LINK : Role.REQUEST;
            case LEAVE -> detail.isEmpty() ? Role.LEAVE : Role.DEAD_LINK;
            case JOIN -> Tokens.isInForm(detail) ? Role.DEAD_LINK : Role.JOIN;
            case BOUNCES -> throw new IllegalArgumentException("a return path is no role address");
        };
    }

    private boolean isFree(Address address) {
        return directory.groupAt(address).isEmpty()
                && localAddresses.holderOf(address).isEmpty();
    }

    /**
     * Returns the refusal of a message to a role address, as far as RCPT can tell; empty if it may go on.
     *
     * @param sender the address in MAIL FROM; empty for the null sender
     */
    public Optional<Decision.Refuse> refusal(
            RoleAddress address, Optional<Address> sender, boolean automatic, boolean authenticated) {
        boolean isStranger = automatic || !authenticated;
        return switch (address.role()) {
            case OWNER, REQUEST -> isStranger
                    ? refuse("Only authenticated users of this server may write to this address")
                    : Optional.empty();
            case LEAVE -> isStranger && !mayBeAsked(address, sender, automatic)
                    ? refuse("Members leave the group from a mail program that logs in here,"
                            + " or by the link in the group's messages")
                    : Optional.empty();
            case JOIN -> isStranger && !mayBeAsked(address, sender, automatic)
                    ? refuse("Users of this server join the group from a mail program that logs in here")
                    : Optional.empty();
            case LEAVE_BY_LINK -> automatic ? refuse("Automatic mail ends no membership") : Optional.empty();
            case JOIN_BY_LINK -> automatic ? refuse("Automatic mail makes nobody a member") : Optional.empty();
            case DECIDE, DECIDE_JOIN -> automatic ? refuse("Automatic mail decides nothing") : Optional.empty();
            case DEAD_LINK -> refuse("This link is not valid, or not any more");
        };
    }

    /** Returns whether somebody elsewhere may be asked to confirm. Users of this server log in. */
    private boolean mayBeAsked(RoleAddress address, Optional<Address> sender, boolean automatic) {
        return !automatic
                && sender.filter(from -> !localAddresses.isLocalDomain(from.domain()))
                        .isPresent()
                && (address.role() == Role.LEAVE || address.group().settings().join() != Join.CLOSED);
    }

    /** Returns the refusal of a message to a role address, as soon as From is known; empty if the author may write. */
    public Optional<Decision.Refuse> refusal(
            RoleAddress address, Optional<Address> sender, boolean automatic, Author author) {
        Optional<Decision.Refuse> refusal = refusal(address, sender, automatic, author.isAuthenticated());
        return refusal.isPresent() || isByLink(address.role())
                ? refusal
                : author.foreignAddress()
                        .flatMap(foreign -> refuse("You are not " + foreign + ": write to this address as yourself"));
    }

    private static boolean isByLink(Role role) {
        return switch (role) {
            case LEAVE_BY_LINK, JOIN_BY_LINK, DECIDE, DECIDE_JOIN -> true;
            case OWNER, REQUEST, LEAVE, JOIN, DEAD_LINK -> false;
        };
    }

    private static Optional<Decision.Refuse> refuse(String reason) {
        return Optional.of(new Decision.Refuse(Decision.Cause.NOT_ALLOWED, reason));
    }
}
