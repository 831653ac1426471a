// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the page, as they lie in the jar. */
class PageFilesTest {
    private static final Pattern USED_IN_SCRIPTS = Pattern.compile("'([a-z]+\\.[A-Za-z]+)'");
    private static final Pattern USED_IN_PAGE = Pattern.compile("\\{\\{([a-z]+\\.[A-Za-z]+)}}");
    private static final Pattern VALUE = Pattern.compile("\\{\\w+}");

    private static final Map<String, String> SOURCES = sources();

    private static Map<String, String> sources() {
        try (Stream<Path> files = Files.list(
                Path.of(PageFiles.class.getResource("index.html").toURI()).getParent())) {
            Map<String, String> sources = new TreeMap<>();
            for (Path file :
                    files.filter(file -> !file.toString().endsWith(".class")).toList()) {
                sources.put(file.getFileName().toString(), Files.readString(file));
            }
            return sources;
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> sources(String... endings) {
        Map<String, String> some = new TreeMap<>(SOURCES);
        some.keySet().removeIf(name -> Stream.of(endings).noneMatch(name::endsWith));
        return some;
    }

    private static Map<String, String> texts(Language language) throws IOException {
        return new ObjectMapper()
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .readValue(SOURCES.get(language.tag() + ".json"), new TypeReference<TreeMap<String, String>>() {});
    }

    private static Set<String> used() {
        return Stream.concat(
                        sources(".js").values().stream()
                                .flatMap(source ->
                                        USED_IN_SCRIPTS.matcher(source).results()),
                        USED_IN_PAGE.matcher(SOURCES.get("index.html")).results())
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyTextShouldBeThereInEachLanguageAndNoOther(Language language) throws IOException {
        assertThat(texts(language).keySet()).containsExactlyElementsOf(used());
        assertThat(texts(language).values()).allSatisfy(text -> assertThat(text).isNotBlank());
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void textShouldTakeTheSameValuesInEachLanguage(Language language) throws IOException {
        Map<String, String> english = texts(Language.EN);
        texts(language)
                .forEach((key, text) ->
                        assertThat(values(text)).as(key).containsExactlyInAnyOrderElementsOf(values(english.get(key))));
    }

    private static List<String> values(String text) {
        return VALUE.matcher(text).results().map(found -> found.group()).toList();
    }

    @Test
    void everyFileShouldBeServed() {
        PageFiles files = new PageFiles(true);
        String page = new String(files.find("/", List.of()).orElseThrow().octets(false), UTF_8);
        String folder = page.replaceFirst("(?s).*\"(/page/[0-9a-f]{16})/.*", "$1");

        assertThat(sources(".js", ".css", ".svg", ".json").keySet())
                .hasSizeGreaterThan(10)
                .allSatisfy(name -> assertThat(files.find(folder + "/" + name, List.of()))
                        .get()
                        .satisfies(file -> assertThat(new String(file.octets(false), UTF_8))
                                .isEqualTo(SOURCES.get(name))));
        assertThat(SOURCES)
                .hasSize(sources(".js", ".css", ".svg", ".json", ".html").size());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void pageShouldOfferALogInToPostmastersWhereThereIsOne(boolean takesTokens) {
        String page = new String(
                new PageFiles(takesTokens).find("/", List.of()).orElseThrow().octets(false), UTF_8);

        assertThat(page.contains("id=\"as-postmaster\" hidden")).isEqualTo(!takesTokens);
    }

    @Test
    void nothingShouldMakeMarkupOrCodeOfText() {
        assertThat(sources(".js")).allSatisfy((name, source) -> assertThat(source)
                .as(name)
                .doesNotContainPattern("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|DOMParser"
                        + "|createContextualFragment|srcdoc|setHTML|\\beval\\b|\\bFunction\\(|javascript:"
                        + "|import\\(|setTimeout\\(\\s*['\"`]"));
    }

    @Test
    void nothingShouldStandInThePageThatThePolicyForbids() {
        assertThat(SOURCES.get("index.html"))
                .doesNotContainPattern(
                        "(?i)<style|\\sstyle=|\\son[a-z]+=|<script(?![^>]*\\ssrc=)|<iframe|<object|<base");
        assertThat(sources(".js"))
                .allSatisfy((name, source) ->
                        assertThat(source).as(name).doesNotContainPattern("\\.style\\b|'style'|cssText"));
        assertThat(sources(".svg").values()).allSatisfy(svg -> assertThat(svg).doesNotContainPattern("style|<script"));
    }

    @Test
    void nothingShouldComeFromAnotherHost() {
        assertThat(sources(".js", ".css", ".html", ".json"))
                .allSatisfy((name, source) ->
                        assertThat(source).as(name).doesNotContainPattern("(?i:https?:)|[\"'(]//|\\burl\\("));
    }

    @Test
    void linesShouldBeReadable() {
        assertThat(sources(".js", ".css", ".html")).allSatisfy((name, source) -> assertThat(source.lines())
                .as(name)
                .allSatisfy(
                        line -> assertThat(line).hasSizeLessThanOrEqualTo(120).doesNotEndWith(" ")));
    }
}
