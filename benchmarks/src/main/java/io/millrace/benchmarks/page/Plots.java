package io.millrace.benchmarks.page;

import io.millrace.benchmarks.harness.Figures;
import io.millrace.benchmarks.run.RunReport;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Plots as inline SVG: bars per query, and lines of the throughput over time. */
final class Plots {
    private static final String[] COLORS = {"#1f6feb", "#d1572b", "#3a9d5d", "#8a63d2"};
    private static final int WIDTH = 760;
    private static final int LABEL = 150;
    private static final int BAR = 16;
    private static final int LINES_HEIGHT = 220;

    private Plots() {}

    /** One horizontal bar per engine and query, with its value; the scale is linear and starts at 0. */
    static String bars(List<Figures> all, ToDoubleFunction<Figures> value, String format) {
        List<Figures> shown = all.stream().filter(figures -> !figures.runs().isEmpty()).toList();
        double largest = shown.stream().mapToDouble(value).max().orElse(1);
        StringBuilder svg = new StringBuilder();
        int y = 4;
        String query = "";
        for (Figures figures : shown) {
            if (!query.equals(figures.query().label()) && !query.isEmpty()) {
                y += 8;
            }
            query = figures.query().label();
            double width = Math.max(1, (WIDTH - LABEL - 80) * value.applyAsDouble(figures) / largest);
            svg.append(text(LABEL - 8, y + 12, "end", query + " " + figures.engine()));
            svg.append(
                    String.format(
                            Locale.ROOT,
                            "<rect x='%d' y='%d' width='%.1f' height='%d' fill='%s'/>",
                            LABEL,
                            y,
                            width,
                            BAR - 2,
                            color(figures, all)));
            svg.append(
                    text(
                            LABEL + (int) width + 6,
                            y + 12,
                            "start",
                            String.format(Locale.ROOT, format, value.applyAsDouble(figures))));
            y += BAR;
        }
        return frame(y + 4, svg);
    }

    /** Throughput over time of one query: a line per counted run. */
    static String throughput(List<Figures> ofQuery) {
        double longest = 1;
        double fastest = 1;
        for (Figures figures : ofQuery) {
            for (RunReport run : figures.runs()) {
                double[][] speeds = speeds(run);
                for (double[] each : speeds) {
                    longest = Math.max(longest, each[0]);
                    fastest = Math.max(fastest, each[1]);
                }
            }
        }
        StringBuilder svg = new StringBuilder();
        int bottom = LINES_HEIGHT - 24;
        svg.append(String.format("<path d='M%d 8V%dH%d' fill='none' stroke='#999'/>", 60, bottom, WIDTH - 10));
        svg.append(text(54, 16, "end", String.format(Locale.ROOT, "%.1f M/s", fastest / 1e6)));
        svg.append(text(54, bottom, "end", "0"));
        svg.append(text(WIDTH - 10, bottom + 16, "end", String.format(Locale.ROOT, "%.0f s", longest)));
        for (Figures figures : ofQuery) {
            for (RunReport run : figures.runs()) {
                StringBuilder path = new StringBuilder();
                for (double[] each : speeds(run)) {
                    path.append(
                            String.format(
                                    Locale.ROOT,
                                    "%s%.1f %.1f",
                                    path.isEmpty() ? "M" : "L",
                                    60 + (WIDTH - 70) * each[0] / longest,
                                    bottom - (bottom - 10) * each[1] / fastest));
                }
                svg.append("<path fill='none' stroke-width='1.2' stroke='")
                        .append(color(figures, ofQuery))
                        .append("' d='")
                        .append(path)
                        .append("'/>");
            }
        }
        int x = 80;
        for (Figures figures : ofQuery) {
            svg.append(
                    String.format(
                            "<text x='%d' y='16' fill='%s' font-size='12'>%s</text>",
                            x, color(figures, ofQuery), figures.engine()));
            x += 110;
        }
        return frame(LINES_HEIGHT, svg);
    }

    /** Events per second between samples about a second apart: {time, speed}. */
    private static double[][] speeds(RunReport run) {
        List<double[]> progress = run.measured().progress();
        java.util.ArrayList<double[]> speeds = new java.util.ArrayList<>();
        double[] before = new double[] {0, 0};
        for (double[] sample : progress) {
            if (sample[0] - before[0] >= 1) {
                speeds.add(new double[] {sample[0], (sample[1] - before[1]) / (sample[0] - before[0])});
                before = sample;
            }
        }
        return speeds.toArray(double[][]::new);
    }

    private static String color(Figures figures, List<Figures> all) {
        List<String> engines = all.stream().map(Figures::engine).distinct().toList();
        return COLORS[engines.indexOf(figures.engine()) % COLORS.length];
    }

    private static String text(int x, int y, String anchor, String text) {
        return String.format("<text x='%d' y='%d' text-anchor='%s' font-size='12'>%s</text>", x, y, anchor, text);
    }

    private static String frame(int height, CharSequence content) {
        return String.format(
                "<svg viewBox='0 0 %d %d' width='%d' height='%d' font-family='sans-serif' fill='currentColor'>%s</svg>%n",
                WIDTH, height, WIDTH, height, content);
    }
}
