// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.plugin;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.mailgroups.plugin.linkage.ClassPath;
import org.mailgroups.plugin.linkage.JakartaRenames;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.commons.ClassRemapper;

/**
 * The libraries that James 3.9 runs on, with the jar for it. James' own classes are those of 3.8, with their names
 * passed through the Jakarta rules: those of 3.9 are not published as a whole, and ask for Java 21. So are the classes
 * of our tests. The libraries of tests are shared with the caller.
 */
final class James39Loader extends URLClassLoader {
    private static final List<String> SHARED = List.of(
            "org.junit.",
            "org.opentest4j.",
            "org.assertj.",
            "org.hamcrest.",
            "org.awaitility.",
            "io.restassured.",
            "org.apache.http.",
            "groovy.",
            "org.apache.groovy.",
            "org.codehaus.groovy.");

    private final JakartaRenames names = new JakartaRenames();
    private final Map<String, byte[]> toRename;
    private final ClassLoader testLibraries;

    private James39Loader(URL[] jars, Map<String, byte[]> toRename) {
        super(jars, ClassLoader.getPlatformClassLoader());
        this.toRename = toRename;
        this.testLibraries = James39Loader.class.getClassLoader();
    }

    static James39Loader create() throws IOException {
        List<URL> jars = new ArrayList<>();
        jars.add(Built.jakartaJar().toUri().toURL());
        for (Path jar : Built.librariesOfJames39()) {
            jars.add(jar.toUri().toURL());
        }
        Map<String, byte[]> classes = new TreeMap<>();
        for (Path jar : Built.james38Jars()) {
            classes.putAll(ClassPath.classFilesOf(jar));
        }
        classes.keySet().removeIf(name -> !name.startsWith("org/apache/james/"));
        for (Path folder : Built.webadminTests()) {
            classes.putAll(classFilesBelow(folder));
        }
        return new James39Loader(jars.toArray(URL[]::new), classes);
    }

    private static Map<String, byte[]> classFilesBelow(Path folder) throws IOException {
        Map<String, byte[]> classes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = folder.relativize(file).toString();
                if (name.endsWith(".class")) {
                    classes.put(name.substring(0, name.length() - ".class".length()), Files.readAllBytes(file));
                }
            }
        }
        return classes;
    }

    private byte[] renamed(byte[] classFile) {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(classFile).accept(new ClassRemapper(writer, names), 0);
        return writer.toByteArray();
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (SHARED.stream().anyMatch(name::startsWith)) {
            return testLibraries.loadClass(name);
        }
        byte[] classFile = toRename.get(name.replace('.', '/'));
        if (classFile == null) {
            return super.findClass(name);
        }
        byte[] renamed = renamed(classFile);
        return defineClass(name, renamed, 0, renamed.length);
    }
}
