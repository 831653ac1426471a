// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.decision;

import java.util.Optional;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupEntry;
import org.mailgroups.right.Act;
import org.mailgroups.right.Principal;
import org.mailgroups.right.Thing;
import org.mailgroups.token.Purpose;
import org.mailgroups.token.Token;
import org.mailgroups.token.Tokens;
import org.mailgroups.value.Address;

/**
 * The links by which administrators decide about things of one kind. Each is for one thing and one administrator. It is
 * worth something as long as that one is an administrator of the group.
 *
 * <p>Thread-safe. Methods throw {@link org.mailgroups.value.StoreUnavailableException} if something cannot be known
 * now.
 *
 * @param <T> what is to be decided about
 */
public abstract class DecisionLinks<T> {
    private final Tokens tokens;
    private final GroupDirectory directory;
    private final Purpose purpose;
    private final Act act;

    /**
     * The links.
     *
     * @param purpose what their tokens are signed for
     * @param act what their bearers may do
     */
    protected DecisionLinks(Tokens tokens, GroupDirectory directory, Purpose purpose, Act act) {
        this.tokens = tokens;
        this.directory = directory;
        this.purpose = purpose;
        this.act = act;
    }

    /** What a link is about: a thing, with or without a decision, and its group. */
    public record Linked<T>(T subject, GroupEntry group, Token token) {}

    /** Returns the number of a thing; it is in the tokens. */
    protected abstract long number(T subject);

    /** Returns the thing with a number; empty if it is forgotten. */
    protected abstract Optional<T> find(long number);

    protected abstract long groupId(T subject);

    /** Returns a thing as rights know it. */
    protected abstract Thing thing(T subject);

    /** Returns the token of the link for an administrator. */
    public final String token(T subject, Address administrator) {
        return tokens.make(purpose, administrator, number(subject));
    }

    /**
     * Returns what a token is about. It is empty if it is none of ours, if the group is gone, or if the decision was
     * made so long ago that it is forgotten.
     */
    public final Optional<Linked<T>> linked(String text) {
        return tokens.read(purpose, text).flatMap(token -> find(token.object())
                .flatMap(subject ->
                        directory.group(groupId(subject)).map(group -> new Linked<>(subject, group, token))));
    }

    /** Returns in whose name the holder of a token decides; empty if that person is no administrator any more. */
    public final Optional<Principal.Bearer> bearer(Linked<T> linked) {
        return linked.group().administrators().stream()
                .filter(administrator -> tokens.isFor(linked.token(), administrator))
                .findFirst()
                .map(administrator -> new Principal.Bearer(administrator, act, thing(linked.subject())));
    }
}
