// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.server;

import com.google.inject.CreationException;
import com.google.inject.ProvisionException;
import com.google.inject.spi.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the reason of a failed start among the exceptions that Guice and James wrap around it. */
final class StartReason {
    /** The plugin has a class loader of its own, so its exception is known by name. */
    private static final String OF_THE_PLUGIN = "org.mailgroups.james.StartReport$StartFailure";

    private StartReason() {}

    /** Returns one line: what the plugin says, if it is the plugin, else the first root cause. */
    static String of(Throwable failure) {
        List<Throwable> all = all(failure);
        return all.stream()
                .filter(each -> each.getClass().getName().equals(OF_THE_PLUGIN))
                .map(Throwable::getMessage)
                .findFirst()
                .orElseGet(() -> text(all.stream()
                        .filter(each -> causes(each).isEmpty())
                        .findFirst()
                        .orElse(failure)));
    }

    private static String text(Throwable root) {
        if (root instanceof ClassNotFoundException) {
            return "a file of the configuration names the class " + root.getMessage()
                    + ", which no jar in extensions-jars has";
        }
        return root.getClass().getSimpleName() + ": "
                + String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    }

    private static List<Throwable> all(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> left = new ArrayDeque<>(List.of(failure));
        List<Throwable> all = new ArrayList<>();
        while (!left.isEmpty()) {
            Throwable next = left.remove();
            if (seen.add(next)) {
                all.add(next);
                left.addAll(causes(next));
            }
        }
        return all;
    }

    private static List<Throwable> causes(Throwable failure) {
        return Stream.concat(
                        Stream.of(failure).map(Throwable::getCause),
                        messages(failure).stream().map(Message::getCause))
                .filter(Objects::nonNull)
                .toList();
    }

    private static Collection<Message> messages(Throwable failure) {
        if (failure instanceof ProvisionException provision) {
            return provision.getErrorMessages();
        }
        return failure instanceof CreationException creation ? creation.getErrorMessages() : List.of();
    }
}
