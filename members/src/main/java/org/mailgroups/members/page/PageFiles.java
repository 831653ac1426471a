// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.html.HtmlEscapers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of the page, read once. The page itself is at {@code /}, in the language of whoever asks. All other files
 * lie below a path that names their content, so that browsers can keep them and never mix two versions.
 *
 * <p>A path is looked up among those that there are. So no path leads to any other file. Thread-safe.
 */
public final class PageFiles {
    private static final String PAGE = "index.html";
    private static final String STYLE = "page.css";
    private static final String ICON = "icon.svg";
    private static final List<String> MODULES = List.of(
            "addressbook.js",
            "api.js",
            "apppasswords.js",
            "candidates.js",
            "contact.js",
            "create.js",
            "delivery.js",
            "elements.js",
            "files.js",
            "forms.js",
            "group.js",
            "groups.js",
            "held.js",
            "join.js",
            "leave.js",
            "link.js",
            "main.js",
            "me.js",
            "notices.js",
            "postings.js",
            "requests.js",
            "searched.js",
            "settings.js",
            "texts.js",
            "undelivered.js");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml");

    /** A place in the page for a text, such as <code>{{login.title}}</code>. */
    private static final Pattern PLACE = Pattern.compile("\\{\\{([A-Za-z.]{1,40})}}");

    private final Map<Language, PageFile> pages = new EnumMap<>(Language.class);
    private final Map<String, PageFile> files = new HashMap<>();

    /**
     * Reads the files from the class path.
     *
     * @param takesTokens whether the page offers postmasters to log in
     */
    public PageFiles(boolean takesTokens) {
        Map<String, byte[]> read = names().collect(Collectors.toMap(name -> name, PageFiles::read));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        read.keySet().stream().sorted().forEach(name -> all.writeBytes(read.get(name)));
        String folder = "/page/" + Hash.of(all.toByteArray());
        read.forEach((name, octets) -> files.put(folder + "/" + name, new PageFile(type(name), octets, true)));
        String template = new String(read(PAGE), UTF_8);
        for (Language language : Language.values()) {
            String page = filled(template, folder, language, texts(read.get(textsOf(language))), takesTokens);
            pages.put(language, new PageFile(type(PAGE), page.getBytes(UTF_8), false));
        }
    }

    private static Stream<String> names() {
        return Stream.of(
                        Stream.of(STYLE, ICON),
                        MODULES.stream(),
                        Stream.of(Language.values()).map(PageFiles::textsOf))
                .flatMap(some -> some);
    }

    private static String textsOf(Language language) {
        return language.tag() + ".json";
    }

    private static String type(String name) {
        return TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    }

    private static byte[] read(String name) {
        try (InputStream file = PageFiles.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("the jar has no " + name);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> texts(byte[] json) {
        try {
            return new ObjectMapper().readValue(json, new TypeReference<Map<String, String>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String filled(
            String template, String folder, Language language, Map<String, String> texts, boolean takesTokens) {
        Map<String, String> values = new HashMap<>();
        texts.forEach((key, text) -> values.put(key, HtmlEscapers.htmlEscaper().escape(text)));
        values.put("language", language.tag());
        values.put("files", folder);
        values.put("tokens", takesTokens ? "" : "hidden");
        // All modules are asked for at once, and not each when another one names it.
        values.put(
                "modules",
                MODULES.stream()
                        .map(module -> "<link rel=\"modulepreload\" href=\"" + folder + "/" + module + "\">")
                        .collect(Collectors.joining("\n  ")));
        return PLACE.matcher(template).replaceAll(place -> Matcher.quoteReplacement(value(values, place.group(1))));
    }

    private static String value(Map<String, String> values, String key) {
        if (!values.containsKey(key)) {
            throw new IllegalStateException("the page has no text " + key);
        }
        return values.get(key);
    }

    /** Returns whether a path is that of the page itself, whose content depends on the language. */
    public static boolean isPage(String path) {
        return path.equals("/");
    }

    /**
     * Returns a file; empty if the path is that of none.
     *
     * @param path as it came, still percent-encoded
     * @param wishes the languages that somebody understands, the best one first
     */
    public Optional<PageFile> find(String path, List<String> wishes) {
        return Optional.ofNullable(isPage(path) ? pages.get(Language.of(wishes)) : files.get(path));
    }
}
