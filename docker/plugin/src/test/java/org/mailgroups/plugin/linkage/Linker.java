// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.plugin.linkage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;

/**
 * Links the classes of a plugin against a server's, as the JVM does (JVMS 5.4.3 and 5.4.4), and reports the references
 * that would fail. Not thread-safe.
 *
 * <p>A class is looked for in the JDK first, then in the server, whose loader is the plugin's parent, then in the
 * plugin. If a server is not published as a whole, a stand-in has the artifacts that are missing. An artifact that the
 * server has is never taken from the stand-in: a class that is gone from it is a breach.
 */
public final class Linker {
    private static final Set<String> SIGNATURE_POLYMORPHIC =
            Set.of("java/lang/invoke/MethodHandle", "java/lang/invoke/VarHandle");

    private final ClassPath plugin;
    private final ClassPath server;
    private final ClassPath standIn;
    private final Set<String> served;
    private final JavaRuntime java = new JavaRuntime();
    private final Set<String> unserved = new TreeSet<>();
    private final Map<String, List<ClassOutline>> ancestors = new HashMap<>();

    private Linker(ClassPath plugin, ClassPath server, ClassPath standIn) {
        this.plugin = plugin;
        this.server = server;
        this.standIn = standIn;
        this.served = server.artifacts();
    }

    /** Returns a linker against a server that is there as a whole. */
    public static Linker complete(ClassPath plugin, ClassPath server) {
        return new Linker(plugin, server, ClassPath.classes("none", Map.of()));
    }

    /** Returns a linker against the published part of a server, and against a stand-in for the rest. */
    public static Linker partial(ClassPath plugin, ClassPath server, ClassPath standIn) {
        return new Linker(plugin, server, standIn);
    }

    /** Returns the breaches in the classes of the plugin whose internal names are wanted. */
    public Set<Breach> link(Predicate<String> wanted) {
        Set<Breach> breaches = new TreeSet<>();
        for (ClassOutline outline : plugin.select(wanted)) {
            parents(outline, breaches);
            for (Reference reference : outline.references()) {
                broken(outline, reference)
                        .ifPresent(reason -> breaches.add(new Breach(outline.name(), reference, reason)));
            }
            if (!outline.is(Opcodes.ACC_ABSTRACT)) {
                unimplemented(outline, breaches);
            }
            finals(outline, breaches);
        }
        return breaches;
    }

    /** Returns the classes that linking has met so far and that only the stand-in had. */
    public Set<String> unserved() {
        return Set.copyOf(unserved);
    }

    /**
     * Returns the methods of the wanted classes that override or implement a method of the server, as
     * {@code class.method(..)}.
     */
    public Set<String> overrides(Predicate<String> wanted) {
        Set<String> overrides = new TreeSet<>();
        for (ClassOutline outline : plugin.select(wanted)) {
            for (Member member : outline.members()) {
                if (overridesServerMethod(outline, member)) {
                    overrides.add(outline.name() + "." + member.name() + member.descriptor());
                }
            }
        }
        return overrides;
    }

    private boolean overridesServerMethod(ClassOutline outline, Member member) {
        return isInherited(member)
                && ancestors(outline).stream()
                        .filter(ancestor -> !isOwn(ancestor.name()))
                        .filter(ancestor -> java.find(ancestor.name()).isEmpty())
                        .flatMap(ancestor -> ancestor.members().stream())
                        .anyMatch(other -> isInherited(other) && sameMethod(member, other));
    }

    private Optional<ClassOutline> find(String name) {
        return java.find(name)
                .or(() -> server.find(name))
                .or(() -> plugin.find(name))
                .or(() -> standIn(name));
    }

    /** Returns whether the plugin's own loader defines the class; only then does package-private access work. */
    private boolean isOwn(String name) {
        return plugin.find(name).isPresent()
                && java.find(name).isEmpty()
                && server.find(name).isEmpty();
    }

    private boolean inRuntimePackageOf(ClassOutline from, ClassOutline owner) {
        return isOwn(owner.name()) && owner.inPackageOf(from);
    }

    private Optional<ClassOutline> standIn(String name) {
        Optional<ClassOutline> found = standIn.artifactOf(name)
                .filter(artifact -> !served.contains(artifact))
                .flatMap(artifact -> standIn.find(name));
        found.ifPresent(outline -> unserved.add(name));
        return found;
    }

    private void parents(ClassOutline outline, Set<Breach> breaches) {
        List<String> parents = new ArrayList<>(outline.interfaces());
        parents.add(outline.superclass());
        for (String parent : parents) {
            Reference reference = Reference.type(parent);
            broken(outline, reference)
                    .or(() -> unfitParent(outline, find(parent).orElseThrow()))
                    .ifPresent(reason -> breaches.add(new Breach(outline.name(), reference, reason)));
        }
    }

    private static Optional<String> unfitParent(ClassOutline outline, ClassOutline parent) {
        if (parent.is(Opcodes.ACC_FINAL)) {
            return Optional.of("the parent is final");
        }
        if (parent.is(Opcodes.ACC_INTERFACE) != outline.interfaces().contains(parent.name())) {
            return Optional.of("a class became an interface, or an interface a class");
        }
        return Optional.empty();
    }

    /** Returns the reason if a reference does not link. */
    private Optional<String> broken(ClassOutline from, Reference reference) {
        Optional<ClassOutline> owner = find(reference.owner());
        if (owner.isEmpty()) {
            return Optional.of(standIn.artifactOf(reference.owner())
                    .map(artifact -> "the class is gone from " + artifact)
                    .orElse("no such class"));
        }
        if (!owner.get().is(Opcodes.ACC_PUBLIC) && !inRuntimePackageOf(from, owner.get())) {
            return Optional.of("the class is not public");
        }
        if (reference.kind() == Reference.Kind.TYPE || isPolymorphic(reference)) {
            return Optional.empty();
        }
        return resolve(owner.get(), reference)
                .map(declared -> inaccessible(from, declared))
                .orElseGet(() -> Optional.of(incomplete(owner.get())
                        .map(missing -> "its ancestor " + missing + " is missing")
                        .orElse("no such member")));
    }

    private static boolean isPolymorphic(Reference reference) {
        return SIGNATURE_POLYMORPHIC.contains(reference.owner());
    }

    private record Declared(ClassOutline owner, Member member) {}

    private Optional<Declared> resolve(ClassOutline owner, Reference reference) {
        return withAncestors(owner).stream()
                .flatMap(ancestor -> ancestor.members().stream()
                        .filter(member -> member.matches(reference))
                        .map(member -> new Declared(ancestor, member)))
                .findFirst();
    }

    private Optional<String> inaccessible(ClassOutline from, Declared declared) {
        boolean accessible;
        if (declared.member().is(Opcodes.ACC_PUBLIC)) {
            accessible = true;
        } else if (declared.member().is(Opcodes.ACC_PRIVATE)) {
            accessible = declared.owner().inNestOf(from);
        } else if (inRuntimePackageOf(from, declared.owner())) {
            accessible = true;
        } else {
            accessible = declared.member().is(Opcodes.ACC_PROTECTED)
                    && ancestors(from).stream().anyMatch(ancestor -> ancestor.name()
                            .equals(declared.owner().name()));
        }
        return accessible ? Optional.empty() : Optional.of("not accessible from here");
    }

    private Optional<String> incomplete(ClassOutline outline) {
        return withAncestors(outline).stream()
                .flatMap(ancestor -> parentsOf(ancestor).stream())
                .filter(parent -> find(parent).isEmpty())
                .findFirst();
    }

    private void unimplemented(ClassOutline outline, Set<Breach> breaches) {
        List<ClassOutline> hierarchy = withAncestors(outline);
        for (ClassOutline ancestor : hierarchy) {
            for (Member member : ancestor.members()) {
                if (member.is(Opcodes.ACC_ABSTRACT) && hierarchy.stream().noneMatch(has(member))) {
                    breaches.add(new Breach(
                            outline.name(),
                            new Reference(Reference.Kind.METHOD, ancestor.name(), member.name(), member.descriptor()),
                            "an abstract method is not implemented"));
                }
            }
        }
    }

    private static Predicate<ClassOutline> has(Member wanted) {
        return outline -> outline.members().stream()
                .anyMatch(member -> sameMethod(member, wanted) && !member.is(Opcodes.ACC_ABSTRACT));
    }

    private void finals(ClassOutline outline, Set<Breach> breaches) {
        for (ClassOutline ancestor : ancestors(outline)) {
            for (Member inherited : ancestor.members()) {
                if (inherited.is(Opcodes.ACC_FINAL)
                        && isInherited(inherited)
                        && outline.members().stream().anyMatch(own -> sameMethod(own, inherited))) {
                    breaches.add(new Breach(
                            outline.name(),
                            new Reference(
                                    Reference.Kind.METHOD, ancestor.name(), inherited.name(), inherited.descriptor()),
                            "a final method is overridden"));
                }
            }
        }
    }

    private static boolean isInherited(Member member) {
        return member.method()
                && !member.is(Opcodes.ACC_STATIC)
                && (member.is(Opcodes.ACC_PUBLIC) || member.is(Opcodes.ACC_PROTECTED))
                && !member.name().startsWith("<");
    }

    private static boolean sameMethod(Member one, Member other) {
        return one.method()
                && other.method()
                && one.name().equals(other.name())
                && one.descriptor().equals(other.descriptor());
    }

    private List<ClassOutline> withAncestors(ClassOutline outline) {
        List<ClassOutline> all = new ArrayList<>();
        all.add(outline);
        all.addAll(ancestors(outline));
        return all;
    }

    /** Returns superclasses first, then the interfaces of all of them, as the JVM resolves a method. */
    private List<ClassOutline> ancestors(ClassOutline outline) {
        List<ClassOutline> known = ancestors.get(outline.name());
        if (known == null) {
            known = findAncestors(outline);
            ancestors.put(outline.name(), known);
        }
        return known;
    }

    private List<ClassOutline> findAncestors(ClassOutline outline) {
        Map<String, ClassOutline> found = new LinkedHashMap<>();
        Optional<ClassOutline> next = find(outline.superclass());
        while (next.isPresent() && found.putIfAbsent(next.get().name(), next.get()) == null) {
            next = find(next.get().superclass());
        }
        List<ClassOutline> superclasses = List.copyOf(found.values());
        interfaces(outline, found);
        superclasses.forEach(superclass -> interfaces(superclass, found));
        return List.copyOf(found.values());
    }

    private void interfaces(ClassOutline outline, Map<String, ClassOutline> into) {
        for (String name : outline.interfaces()) {
            find(name)
                    .filter(found -> into.putIfAbsent(name, found) == null)
                    .ifPresent(found -> interfaces(found, into));
        }
    }

    private static List<String> parentsOf(ClassOutline outline) {
        List<String> parents = new ArrayList<>(outline.interfaces());
        if (!outline.superclass().isEmpty()) {
            parents.add(outline.superclass());
        }
        return parents;
    }
}
