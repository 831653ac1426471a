// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.webadmin;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mailgroups.call.Answer;
import org.mailgroups.value.InvalidValueException;

/**
 * Calls that share a path. The query parameter {@code action} tells them apart. Each action has query parameters of
 * its own. Not thread-safe until the last action is added.
 *
 * <pre>{@code
 * endpoints.post("/:address/members", new Actions().with("add", this::addAll).with("remove", this::removeAll));
 * }</pre>
 */
public final class Actions implements Endpoint {
    private static final String ACTION = "action";

    private final Map<String, Action> actions = new LinkedHashMap<>();

    private record Action(Endpoint endpoint, Set<String> queryParameters) {}

    /** Adds an action. To be called before the first call is answered. */
    public Actions with(String name, Endpoint endpoint, String... queryParameters) {
        Set<String> known = new TreeSet<>(Arrays.asList(queryParameters));
        known.add(ACTION);
        actions.put(name, new Action(endpoint, known));
        return this;
    }

    /** Returns the names of the query parameters that at least one action takes. */
    String[] queryParameters() {
        return Stream.concat(
                        Stream.of(ACTION),
                        actions.values().stream().flatMap(action -> action.queryParameters().stream()))
                .distinct()
                .toArray(String[]::new);
    }

    /** Adds the endpoint for calls without {@code action}. To be called before the first call is answered. */
    public Actions withoutAction(Endpoint endpoint, String... queryParameters) {
        return with("", endpoint, queryParameters);
    }

    @Override
    public Answer answer(Call call) {
        String name = call.query().text(ACTION);
        Action action = actions.get(name);
        if (action == null) {
            String known = actions.keySet().stream()
                    .map(word -> word.isEmpty() ? "left out" : word)
                    .collect(Collectors.joining(" or "));
            throw new InvalidValueException("action must be " + known);
        }
        String described = name.isEmpty() ? "a call without action" : "action " + name;
        call.query().requireOnly(action.queryParameters(), described);
        return action.endpoint().answer(call);
    }
}
