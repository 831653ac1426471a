// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.e2e.documentation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command of a page of the documentation, and the answer that the page promises.
 *
 * <p>Commands stand in blocks that begin with {@code ```sh}. Lines with {@code #} right behind a command are its
 * answer; other lines with {@code #} are remarks.
 *
 * @param line the line of the page where the command begins
 * @param answer its lines without {@code #}; empty if the page promises nothing
 */
record PageStep(int line, String command, List<String> answer) {
    private static final Pattern STATUS = Pattern.compile("^(?:HTTP/1\\.1 )?([1-5][0-9]{2})\\b", Pattern.MULTILINE);
    private static final Pattern KEY = Pattern.compile("\"(\\w+)\":");
    private static final Pattern CHANGE =
            Pattern.compile(" (-X (PUT|POST|PATCH|DELETE)|-d|-T|--data\\S*|--upload-file) ");
    private static final Pattern HERE = Pattern.compile("<<'(\\w+)'$", Pattern.MULTILINE);

    PageStep {
        answer = List.copyOf(answer);
    }

    /** Returns the commands of a page, in their order. */
    static List<PageStep> of(List<String> page) {
        List<PageStep> steps = new ArrayList<>();
        boolean runs = false;
        for (int at = 0; at < page.size(); ) {
            String line = page.get(at).strip();
            if (line.startsWith("```")) {
                runs = line.equals("```sh");
            }
            if (!runs || line.isEmpty() || line.startsWith("```") || line.startsWith("#")) {
                at++;
                continue;
            }
            int indent = page.get(at).indexOf(line);
            int begin = at;
            StringBuilder command = new StringBuilder();
            do {
                command.append(command.isEmpty() ? "" : "\n").append(unindented(page.get(at++), indent));
            } while (!isComplete(command.toString()));
            List<String> answer = new ArrayList<>();
            while (page.get(at).strip().startsWith("#")) {
                answer.add(page.get(at++).strip().substring(1).strip());
            }
            steps.add(new PageStep(begin + 1, command.toString(), answer));
        }
        return steps;
    }

    private static String unindented(String line, int indent) {
        return line.substring(
                Math.min(indent, line.length() - line.stripLeading().length()));
    }

    private static boolean isComplete(String command) {
        Matcher here = HERE.matcher(command);
        if (here.find()) {
            return command.endsWith("\n" + here.group(1));
        }
        if (command.matches("(?s)(while|for) .*")) {
            return command.endsWith("\ndone");
        }
        char quote = 0;
        for (int i = 0; i < command.length(); i++) {
            char character = command.charAt(i);
            if (character == '\\' && quote != '\'') {
                i++;
            } else if (quote == 0 && (character == '\'' || character == '"')) {
                quote = character;
            } else if (character == quote) {
                quote = 0;
            }
        }
        return quote == 0 && !command.endsWith("\\") && !command.endsWith("|");
    }

    /** Returns the status that the page names; empty if it names none. */
    Optional<Integer> status() {
        Matcher status = STATUS.matcher(promise());
        return status.find() ? Optional.of(Integer.valueOf(status.group(1))) : Optional.empty();
    }

    /** Returns the names of the JSON fields that the page shows. */
    List<String> keys() {
        return KEY.matcher(promise()).results().map(key -> key.group(1)).toList();
    }

    /** Returns whether the command only asks, so that it may be asked again. */
    boolean onlyAsks() {
        return !CHANGE.matcher(command).find();
    }

    /** Returns whether later commands need it in front of them: it gives a variable its value. */
    boolean isAssignment() {
        return command.matches("(?s)\\w+=.*");
    }

    /** Returns the answer as one text. */
    String promise() {
        return String.join("\n", answer);
    }
}
