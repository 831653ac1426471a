// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.joining;

import java.util.Optional;
import javax.inject.Inject;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Thing;
import org.mailgroups.token.Purpose;
import org.mailgroups.token.Tokens;
import org.mailgroups.value.Address;

/**
 * The links by which administrators decide about requests to join. Each is for one request and one administrator. It is
 * worth something as long as that one is an administrator of the group.
 *
 * <p>Thread-safe. Methods throw {@link org.mailgroups.value.StoreUnavailableException} if something cannot be known
 * now.
 */
public final class JoinLinks {
    private final Tokens tokens;
    private final JoinRequestRepository requests;
    private final GroupDirectory directory;

    @Inject
    public JoinLinks(Tokens tokens, JoinRequestRepository requests, GroupDirectory directory) {
        this.tokens = tokens;
        this.requests = requests;
        this.directory = directory;
    }

    /** What a link is about: a request, with or without a decision, and its group. */
    public record Linked(JoinRequest request, GroupEntry group) {}

    /** Returns the token of the link for an administrator. */
    public String token(JoinRequest request, Address administrator) {
        return tokens.make(Purpose.DECIDE_JOIN, administrator, request.id());
    }

    /**
     * Returns what a token is about. It is empty if it is none of ours, if the group is gone, or if the decision was
     * made so long ago that it is forgotten.
     */
    public Optional<Linked> linked(String token) {
        return tokens.read(Purpose.DECIDE_JOIN, token)
                .flatMap(read -> requests.find(read.object()))
                .flatMap(request -> directory.group(request.groupId()).map(group -> new Linked(request, group)));
    }

    /** Returns in whose name the holder of a token decides; empty if that person is no administrator any more. */
    public Optional<Principal.Bearer> bearer(String token) {
        return tokens.read(Purpose.DECIDE_JOIN, token)
                .flatMap(read -> linked(token).flatMap(linked -> linked.group().administrators().stream()
                        .filter(administrator -> tokens.isFor(read, administrator))
                        .findFirst()
                        .map(administrator -> new Principal.Bearer(
                                administrator,
                                Act.DECIDE_JOIN,
                                Thing.joinRequest(Long.toString(linked.request().id()))))));
    }
}
