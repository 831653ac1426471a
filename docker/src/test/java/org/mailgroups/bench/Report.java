// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The figures as a table of Markdown and as a plot.
 *
 * @param machine what they were measured on
 */
record Report(List<Figure> figures, String machine) {
    static final String LIMIT = "a bare client, the limit";

    private static final String OURS = "a group of ours";
    private static final List<String> COLUMNS = List.of(OURS, "James' own group", "an alias of Postfix", LIMIT);

    private static final String PICTURE =
            "![Seconds from the acceptance of one message to the last member](distribution.svg)\n\n";

    String text() {
        StringBuilder text = new StringBuilder("| one message of 8 KB, seconds | ");
        text.append(String.join(" | ", COLUMNS)).append(" | all runs of ours | submission of ours |\n");
        text.append("|---".repeat(COLUMNS.size() + 3)).append("|\n");
        figures.stream().map(Figure::row).distinct().forEach(row -> text.append(line(row)));
        return text.append('\n').append(machine).append(".\n").toString();
    }

    private String line(Row row) {
        String cells = COLUMNS.stream()
                .map(name -> find(row, name)
                        .map(figure -> String.format(Locale.ROOT, "%.2f%s", figure.median(), ratio(figure)))
                        .orElse("-"))
                .collect(Collectors.joining(" | "));
        Optional<Figure> ours = find(row, OURS);
        return "| " + row + " | " + cells + " | " + ours.map(Figure::all).orElse("-") + " | "
                + ours.filter(figure -> figure.submission() > 0)
                        .map(figure -> String.format(Locale.ROOT, "%.2f", figure.submission()))
                        .orElse("-")
                + " |\n";
    }

    /** Returns how many times as long as ours it took, in brackets. */
    private String ratio(Figure figure) {
        return figure.contender().equals(OURS)
                ? ""
                : find(figure.row(), OURS)
                        .map(ours -> String.format(Locale.ROOT, " (%.1f)", figure.median() / ours.median()))
                        .orElse("");
    }

    private Optional<Figure> find(Row row, String contender) {
        return figures.stream()
                .filter(figure -> figure.row().equals(row) && figure.contender().equals(contender))
                .findFirst();
    }

    /** Writes the table into the page and the plot beside it. */
    void write(FiguresPage page) throws IOException {
        page.write("full", PICTURE + text());
        Files.writeString(page.docs().resolve("distribution.svg"), new Plot(figures, columnsOfPlot()).svg());
    }

    private List<String> columnsOfPlot() {
        return COLUMNS.stream()
                .filter(name -> Stream.of(1_000, 10_000)
                        .allMatch(members -> find(new Row(1, members, 0), name).isPresent()))
                .toList();
    }
}
