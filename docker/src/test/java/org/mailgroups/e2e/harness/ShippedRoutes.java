// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Every webadmin route in the jars of a distribution, mounted or not. Each class of routes is asked to define its
 * routes, so a new route is seen without a list that somebody has to keep.
 */
public final class ShippedRoutes {
    private static final List<String> PACKAGES = List.of("org/apache/james/webadmin/", "org/mailgroups/webadmin/");
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    private ShippedRoutes() {}

    /**
     * One route.
     *
     * @param method in upper case
     * @param pattern as it was defined, for example {@code /groups/:address}
     * @param isPublic true if its class says that it needs no token
     */
    public record Route(String method, String pattern, boolean isPublic) implements Comparable<Route> {
        public Route {
            pattern = pattern.startsWith("/") ? pattern : '/' + pattern;
        }

        /** Returns a path that the pattern matches. */
        public String path() {
            return pattern.replaceAll(":[^/]+", "a%40b.test").replace("*", "x");
        }

        @Override
        public int compareTo(Route other) {
            int byPattern = pattern.compareTo(other.pattern);
            return byPattern != 0 ? byPattern : method.compareTo(other.method);
        }
    }

    /** Returns the routes of all classes in {@code lib} and {@code extensions-jars}. */
    public static Set<Route> of(Distribution distribution) {
        List<Path> jars = new ArrayList<>();
        try {
            for (String folder : List.of("lib", "extensions-jars")) {
                try (Stream<Path> files = Files.list(distribution.home().resolve(folder))) {
                    files.filter(file -> file.toString().endsWith(".jar")).forEach(jars::add);
                }
            }
            List<URL> urls = new ArrayList<>();
            for (Path jar : jars) {
                urls.add(jar.toUri().toURL());
            }
            try (URLClassLoader loader =
                    new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
                return routes(loader, classNames(jars));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("A class of routes cannot be asked", e);
        }
    }

    private static List<String> classNames(List<Path> jars) throws IOException {
        List<String> names = new ArrayList<>();
        for (Path path : jars) {
            try (JarFile jar = new JarFile(path.toFile())) {
                jar.stream()
                        .map(JarEntry::getName)
                        .filter(name ->
                                name.endsWith(".class") && PACKAGES.stream().anyMatch(name::startsWith))
                        .map(name -> name.substring(0, name.length() - ".class".length())
                                .replace('/', '.'))
                        .forEach(names::add);
            }
        }
        return names;
    }

    private static Set<Route> routes(ClassLoader loader, List<String> classNames) throws ReflectiveOperationException {
        Class<?> routesType = loader.loadClass("org.apache.james.webadmin.Routes");
        Class<?> publicType = loader.loadClass("org.apache.james.webadmin.PublicRoutes");
        Class<?> serviceType = loader.loadClass("spark.Service");
        Set<Route> all = new TreeSet<>();
        for (String name : classNames) {
            Class<?> type = loader.loadClass(name);
            if (routesType.isAssignableFrom(type) && !type.isInterface() && !Modifier.isAbstract(type.getModifiers())) {
                Object service = serviceThatNeverListens(serviceType);
                Method define = routesType.getMethod("define", serviceType);
                define.invoke(withoutConstructor(type), service);
                collect(service, publicType.isAssignableFrom(type), all);
            }
        }
        return all;
    }

    /** Returns a service that believes to have a web server; else Spark starts one at the first route. */
    private static Object serviceThatNeverListens(Class<?> serviceType) throws ReflectiveOperationException {
        Object service = serviceType.getMethod("ignite").invoke(null);
        Method prepare = serviceType.getDeclaredMethod("initializeRouteMatcher");
        prepare.setAccessible(true);
        prepare.invoke(service);
        Field initialized = serviceType.getDeclaredField("initialized");
        initialized.setAccessible(true);
        initialized.setBoolean(service, true);
        return service;
    }

    private static void collect(Object service, boolean isPublic, Set<Route> all) throws ReflectiveOperationException {
        for (Object match : (List<?>) service.getClass().getMethod("routes").invoke(service)) {
            String method =
                    match.getClass().getMethod("getHttpMethod").invoke(match).toString();
            String pattern = (String) match.getClass().getMethod("getMatchUri").invoke(match);
            if (METHODS.contains(method)) {
                all.add(new Route(method.toUpperCase(Locale.ROOT), pattern, isPublic));
            }
        }
    }

    /**
     * Returns an object without its collaborators, since there is no server here that has them. Defining routes needs
     * only collections and those parts of ours that define routes themselves.
     */
    private static Object withoutConstructor(Class<?> type) throws ReflectiveOperationException {
        Class<?> unsafe = Class.forName("sun.misc.Unsafe");
        Field field = unsafe.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        Object routes = unsafe.getMethod("allocateInstance", Class.class).invoke(field.get(null), type);
        for (Field collaborator : type.getDeclaredFields()) {
            if (!Modifier.isStatic(collaborator.getModifiers())
                    && collaborator.getType().isAssignableFrom(Set.class)) {
                collaborator.setAccessible(true);
                collaborator.set(routes, Set.of());
            } else if (collaborator.getType().getSimpleName().endsWith("Endpoints")) {
                collaborator.setAccessible(true);
                collaborator.set(routes, withoutConstructor(collaborator.getType()));
            }
        }
        return routes;
    }
}
