// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.role;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.mailgroups.james.role.AutomaticAnswers.Topic;

/** The words that {@code <group>-request@} understands, as the subject or as the first line of the text. */
enum RequestWord {
    /** What the group is, and which words there are. */
    HELP(Topic.HELP),
    /** What became of the asker's last posting. */
    REPORT(Topic.REPORT),
    /** Who is in the group. */
    WHO(Topic.WHO),
    /** Which groups the asker is in. */
    WHICH(Topic.WHICH);

    private final Topic topic;

    RequestWord(Topic topic) {
        this.topic = topic;
    }

    /** Returns what an answer to the word is about. */
    Topic topic() {
        return topic;
    }

    /**
     * Returns the word that a message is. A subject of more than a word is a subject, as of a message that somebody
     * replies to; then it is the text that counts. Whatever is no word asks for help.
     */
    static RequestWord in(String subject, String firstLine) {
        return find(subject).or(() -> find(firstLine)).orElse(HELP);
    }

    private static Optional<RequestWord> find(String line) {
        String word = line.replace('\u00a0', ' ').strip().toLowerCase(Locale.ROOT);
        return Stream.of(values())
                .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
    }
}
