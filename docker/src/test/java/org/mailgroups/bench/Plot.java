// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A picture (SVG) of how long one message takes: a panel for each distance, members to the right and seconds upwards,
 * both in powers of ten. It can be read on a light and on a dark page.
 */
record Plot(List<Figure> figures, List<String> contenders) {
    private static final int[] DISTANCES = {0, 20, 80};
    private static final int PANEL = 240;
    private static final int HEIGHT = 220;
    private static final int LEFT = 60;
    private static final int TOP = 40;
    private static final int BETWEEN = 30;
    private static final double LEAST_SECONDS = 0.01;
    private static final int DECADES = 4;

    private static final String HEAD =
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-labelledby="title">
            <title id="title">Seconds from the acceptance of a message to the last member</title>
            <style>
              text { font: 12px sans-serif; fill: #333 }
              .grid { stroke: #ccc } .line { fill: none; stroke-width: 2.5 } .dot { stroke: none }
              .c0 { stroke: #0b62c4; fill: #0b62c4 } .c1 { stroke: #b3261e; fill: #b3261e }
              .c2 { stroke: #7a7a00; fill: #7a7a00 } .c3 { stroke: #777; fill: #777 }
              .line.c3 { stroke-dasharray: 5 4 } .line.c0, .line.c1, .line.c2, .line.c3 { fill: none }
              @media (prefers-color-scheme: dark) {
                text { fill: #ddd } .grid { stroke: #444 }
                .c0 { stroke: #6db3ff; fill: #6db3ff } .c1 { stroke: #ff8a80; fill: #ff8a80 }
                .c2 { stroke: #e6d96a; fill: #e6d96a } .c3 { stroke: #aaa; fill: #aaa }
              }
            </style>
            """;

    String svg() {
        int width = LEFT + DISTANCES.length * (PANEL + BETWEEN);
        StringBuilder svg = new StringBuilder(HEAD.formatted(width, TOP + HEIGHT + 80));
        for (int panel = 0; panel < DISTANCES.length; panel++) {
            panel(svg, DISTANCES[panel], LEFT + panel * (PANEL + BETWEEN));
        }
        for (int i = 0; i < contenders.size(); i++) {
            int x = LEFT + i * 200;
            int y = TOP + HEIGHT + 60;
            svg.append(format("<path class='line c%d' d='M%d %d h24'/>", i, x, y - 4));
            svg.append(format("<text x='%d' y='%d'>%s</text>%n", x + 30, y, contenders.get(i)));
        }
        return svg.append("</svg>\n").toString();
    }

    private void panel(StringBuilder svg, int distance, int left) {
        String title = distance == 0 ? "next door" : distance + " ms away";
        svg.append(format("<text x='%d' y='%d' font-weight='bold'>%s</text>%n", left, TOP - 14, title));
        for (int decade = 0; decade <= DECADES; decade++) {
            double seconds = LEAST_SECONDS * Math.pow(10, decade);
            double y = y(seconds);
            svg.append(format("<path class='grid' d='M%d %.1f h%d'/>", left, y, PANEL));
            if (left == LEFT) {
                svg.append(format(
                        "<text x='%d' y='%.1f' text-anchor='end'>%s s</text>%n", left - 8, y + 4, plain(seconds)));
            }
        }
        for (int members = 1_000; members <= 1_000_000; members *= 10) {
            svg.append(format(
                    "<text x='%.1f' y='%d' text-anchor='middle'>%s</text>%n",
                    x(left, members), TOP + HEIGHT + 18, String.format(Locale.ROOT, "%,d", members)));
        }
        for (int i = 0; i < contenders.size(); i++) {
            line(svg, contenders.get(i), i, distance, left);
        }
    }

    private void line(StringBuilder svg, String contender, int colour, int distance, int left) {
        List<Figure> points = figures.stream()
                .filter(figure -> figure.contender().equals(contender)
                        && figure.row().messages() == 1
                        && figure.row().millis() == distance)
                .sorted(Comparator.comparing(figure -> figure.row().members()))
                .toList();
        String path = points.stream()
                .map(point -> format("%.1f %.1f", x(left, point.row().members()), y(point.median())))
                .collect(Collectors.joining(" L"));
        Stream<String> dots = points.stream()
                .map(point -> format(
                        "<circle class='dot c%d' cx='%.1f' cy='%.1f' r='4'><title>%s: %s, %.2f s</title></circle>%n",
                        colour,
                        x(left, point.row().members()),
                        y(point.median()),
                        contender,
                        point.row(),
                        point.median()));
        svg.append(format("<path class='line c%d' d='M%s'/>%n", colour, path));
        dots.forEach(svg::append);
    }

    private static double x(int left, int members) {
        return left + 20 + (Math.log10(members) - 3) / 3 * (PANEL - 50);
    }

    private static double y(double seconds) {
        double share = (Math.log10(Math.max(LEAST_SECONDS, seconds)) - Math.log10(LEAST_SECONDS)) / DECADES;
        return TOP + HEIGHT * (1 - share);
    }

    private static String plain(double seconds) {
        return seconds < 1 ? Double.toString(Math.round(seconds * 100) / 100.0) : Long.toString(Math.round(seconds));
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern.replace('\'', '"'), values);
    }
}
