// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page about installing the plugin on a James that is there. The comment before a block of code names the file that
 * the block is for, and its place in it.
 */
public final class InstallationPage {
    private static final Path PAGE = Path.of("../docs/install-on-your-james.md");
    private static final Pattern BLOCK = Pattern.compile("(?s)<!-- ([^>]+) -->\n```[a-z]*\n(.*?)```\n");

    private final Map<String, String> blocks = new LinkedHashMap<>();

    private InstallationPage() {}

    public static InstallationPage read() throws IOException {
        InstallationPage page = new InstallationPage();
        Matcher matcher = BLOCK.matcher(Files.readString(PAGE));
        while (matcher.find()) {
            if (page.blocks.put(matcher.group(1), matcher.group(2)) != null) {
                throw new AssertionError("The page has two blocks for " + matcher.group(1));
            }
        }
        return page;
    }

    private String block(String name) {
        String block = blocks.get(name);
        if (block == null) {
            throw new AssertionError("The page has no block for " + name + ", only " + blocks.keySet());
        }
        return block;
    }

    /**
     * Does what the page says to the configuration in a folder.
     *
     * @param webadminPort the port that this James has, in the place of 8000
     */
    public void apply(Path conf, int webadminPort) throws IOException {
        append(conf, "extensions.properties");
        append(conf, "healthcheck.properties");
        append(conf, "webadmin.properties");
        append(conf, "groups.properties");
        change(conf, "groups.properties", ":8000", ":" + webadminPort);
        change(conf, "smtpserver.xml", "(?s)<handlerchain>.*?</handlerchain>", block("smtpserver.xml"));
        change(
                conf,
                "mailetcontainer.xml",
                "(?s)<mailet match=\"All\" class=\"RecipientRewriteTable\">.*?</mailet>",
                block("mailetcontainer.xml: transport"));
        change(
                conf,
                "mailetcontainer.xml",
                "</processors>",
                block("mailetcontainer.xml: processors") + "</processors>");
    }

    private void append(Path conf, String file) throws IOException {
        Path path = conf.resolve(file);
        String before = Files.exists(path) ? Files.readString(path) : "";
        Files.writeString(path, before + "\n" + block(file));
    }

    private static void change(Path conf, String file, String pattern, String replacement) throws IOException {
        Path path = conf.resolve(file);
        String before = Files.readString(path);
        String after = before.replaceFirst(pattern, Matcher.quoteReplacement(replacement));
        if (after.equals(before)) {
            throw new AssertionError(file + " has no place for " + replacement);
        }
        Files.writeString(path, after);
    }
}
