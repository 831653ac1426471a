// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.plugin.linkage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.objectweb.asm.commons.Remapper;

/**
 * The classes of some artifacts, found by internal name; the first artifact that has a class wins. Not thread-safe.
 *
 * <p>Multi-release variants are left out, since linking looks at the classes that every Java version sees.
 */
public final class ClassPath {
    private static final Remapper AS_THEY_ARE = new Remapper() {};

    private final Map<String, Location> locations;
    private final Remapper names;
    private final Map<String, Optional<ClassOutline>> outlines = new HashMap<>();

    private ClassPath(Map<String, Location> locations, Remapper names) {
        this.locations = locations;
        this.names = names;
    }

    private record Location(String artifact, Supplier<byte[]> classFile) {}

    /** Returns the class path of all jars in a folder. */
    public static ClassPath folder(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return jars(files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the class path of these jars, in this order. */
    public static ClassPath jars(List<Path> jars) {
        Map<String, Location> locations = new HashMap<>();
        for (Path jar : jars) {
            String artifact = artifactOf(jar);
            classFilesOf(jar)
                    .forEach((name, bytes) -> locations.putIfAbsent(name, new Location(artifact, () -> bytes)));
        }
        return new ClassPath(locations, AS_THEY_ARE);
    }

    /** Returns a class path of class files by internal name, as if they were in one artifact. */
    public static ClassPath classes(String artifact, Map<String, byte[]> classFiles) {
        Map<String, Location> locations = new HashMap<>();
        classFiles.forEach((name, bytes) -> locations.put(name, new Location(artifact, () -> bytes)));
        return new ClassPath(locations, AS_THEY_ARE);
    }

    /** Returns the same classes with their own names, and all names they mention, passed through {@code names}. */
    public ClassPath renamed(Remapper renaming) {
        Map<String, Location> renamed = new HashMap<>();
        locations.forEach((name, location) -> renamed.put(renaming.map(name), location));
        return new ClassPath(renamed, renaming);
    }

    /** Returns the internal names of the classes. */
    public Set<String> names() {
        return new TreeSet<>(locations.keySet());
    }

    /** Returns the artifacts' names, without versions. */
    public Set<String> artifacts() {
        Set<String> artifacts = new TreeSet<>();
        locations.values().forEach(location -> artifacts.add(location.artifact()));
        return artifacts;
    }

    Optional<String> artifactOf(String name) {
        return Optional.ofNullable(locations.get(name)).map(Location::artifact);
    }

    Optional<ClassOutline> find(String name) {
        return outlines.computeIfAbsent(name, key -> Optional.ofNullable(locations.get(key))
                .map(location -> ClassOutline.read(location.classFile().get(), names)));
    }

    /** Returns outlines of the classes whose names are wanted. */
    Collection<ClassOutline> select(Predicate<String> wanted) {
        return names().stream()
                .filter(wanted)
                .map(name -> find(name).orElseThrow())
                .toList();
    }

    /** Returns class files by entry name, without {@code .class}. */
    public static Map<String, byte[]> classFilesOf(Path jar) {
        Map<String, byte[]> classFiles = new TreeMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (var entry : (Iterable<JarEntry>) file.stream()::iterator) {
                String name = entry.getName();
                if (name.endsWith(".class") && !name.startsWith("META-INF/") && !name.endsWith("module-info.class")) {
                    try (InputStream in = file.getInputStream(entry)) {
                        classFiles.put(name.substring(0, name.length() - ".class".length()), in.readAllBytes());
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + jar, e);
        }
        return classFiles;
    }

    private static String artifactOf(Path jar) {
        return jar.getFileName().toString().replaceFirst("(-\\d.*)?\\.jar$", "");
    }
}
