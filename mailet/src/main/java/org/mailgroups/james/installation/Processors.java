// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.installation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.configuration2.HierarchicalConfiguration;

/** The processors of {@code mailetcontainer.xml}, as far as groups need them. */
final class Processors {
    private static final String FILE = "mailetcontainer.xml: ";
    private static final String EXPANSION = "org.mailgroups.james.GroupExpansion";
    private static final String SET_ASIDE = "org.mailgroups.james.SetAside";
    private static final String COPY_DONE = "org.mailgroups.james.CopyDone";
    private static final String REWRITING = "RecipientRewriteTable";

    private final Map<String, List<Mailet>> mailets = new LinkedHashMap<>();
    private final List<String> states = new ArrayList<>();

    /** A mailet, as its configuration names it. */
    private record Mailet(String type, HierarchicalConfiguration<?> parameters) {
        boolean is(String name) {
            return type.equals(name) || type.endsWith('.' + name);
        }

        String parameter(String name, String defaultValue) {
            return parameters.getString(name, defaultValue).strip();
        }
    }

    Processors(HierarchicalConfiguration<?> file) {
        file.configurationsAt("processors.processor").forEach(processor -> {
            String state = processor.getString("[@state]", "");
            states.add(state);
            mailets.put(
                    state,
                    processor.configurationsAt("mailet").stream()
                            .map(mailet -> new Mailet(mailet.getString("[@class]", ""), mailet))
                            .toList());
        });
    }

    List<String> faults() {
        List<String> faults = new ArrayList<>();
        mailets.keySet().stream()
                .filter(state -> Collections.frequency(states, state) > 1)
                .forEach(state -> faults.add(FILE + "the processor " + state + " is there more than once"));
        if (mailets.values().stream().flatMap(List::stream).noneMatch(mailet -> mailet.is(EXPANSION))) {
            faults.add(FILE + "no processor has the mailet " + EXPANSION + ": groups get no mail");
        } else {
            mailets.forEach((state, ofState) -> places(faults, state, ofState));
            targets(faults);
        }
        return faults;
    }

    /** Our mailet stands once before James follows mappings, and once after. */
    private static void places(List<String> faults, String state, List<Mailet> ofState) {
        List<String> words = ofState.stream()
                .filter(mailet -> mailet.is(EXPANSION) || mailet.is(REWRITING))
                .map(mailet -> mailet.is(EXPANSION) ? EXPANSION : REWRITING)
                .toList();
        int rewriting = words.indexOf(REWRITING);
        if (rewriting < 0) {
            return;
        }
        place(faults, state, "before", words.subList(0, rewriting));
        place(faults, state, "after", words.subList(rewriting + 1, words.size()));
    }

    private static void place(List<String> faults, String state, String where, List<String> words) {
        int times = Collections.frequency(words, EXPANSION);
        if (times != 1) {
            faults.add(FILE + "the processor " + state + (times == 0 ? " lacks " : " has more than once ") + EXPANSION
                    + ' ' + where + ' ' + REWRITING);
        }
    }

    private void targets(List<String> faults) {
        String local = target("localProcessor", "group-delivery");
        if (present(faults, local)) {
            delivery(
                    faults, local, ends("LocalDelivery", local, new HashSet<>()).toList());
        }
        present(faults, target("remoteProcessor", "relay"));
        present(faults, target("noticeProcessor", "bounces"));
        String copy = target("copyProcessor", "");
        if (!copy.isEmpty()
                && present(faults, copy)
                && ends(COPY_DONE, copy, new HashSet<>()).findAny().isEmpty()) {
            faults.add(FILE + "the processor " + copy + " has no " + COPY_DONE
                    + ", and leads to no processor that has it");
        }
        for (String aside :
                List.of(target("refusedProcessor", "group-refused"), target("bounceProcessor", "group-bounces"))) {
            if (present(faults, aside) && mailets.get(aside).stream().anyMatch(mailet -> mailet.is("ToRepository"))) {
                faults.add(
                        FILE + "the processor " + aside + " has ToRepository, which has no bounds: take " + SET_ASIDE);
            }
        }
    }

    private String target(String parameter, String defaultName) {
        return mailets.values().stream()
                .flatMap(List::stream)
                .filter(mailet -> mailet.is(EXPANSION))
                .map(mailet -> mailet.parameter(parameter, defaultName))
                .findFirst()
                .orElse(defaultName);
    }

    private boolean present(List<String> faults, String state) {
        if (!mailets.containsKey(state)) {
            faults.add(FILE + "the processor " + state + " is missing");
            return false;
        }
        return true;
    }

    private static void delivery(List<String> faults, String local, List<Mailet> deliveries) {
        if (deliveries.isEmpty()) {
            faults.add(
                    FILE + "the processor " + local + " has no LocalDelivery, and leads to no processor that has it");
        } else if (deliveries.stream()
                .anyMatch(mailet -> !mailet.parameter("onMailetException", "").equalsIgnoreCase("propagate"))) {
            faults.add(FILE + "the processor " + local + " needs a LocalDelivery of its own, with onMailetException"
                    + " propagate: else a copy that fails counts as delivered");
        }
    }

    /** Returns the mailets of a name that a processor has, or a processor that it leads to. */
    private Stream<Mailet> ends(String mailetName, String state, Set<String> seen) {
        if (!seen.add(state)) {
            return Stream.empty();
        }
        return mailets.getOrDefault(state, List.of()).stream().flatMap(mailet -> {
            if (mailet.is("ToProcessor")) {
                return ends(mailetName, mailet.parameter("processor", ""), seen);
            }
            return mailet.is(mailetName) ? Stream.of(mailet) : Stream.empty();
        });
    }
}
