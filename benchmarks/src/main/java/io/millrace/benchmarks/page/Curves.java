package io.millrace.benchmarks.page;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** Lines through points on logarithmic axes, as inline SVG. */
public final class Curves {
    private static final String[] COLORS = {"#1f6feb", "#d1572b", "#3a9d5d", "#8a63d2", "#a07b00", "#777"};
    private static final int WIDTH = 760;
    private static final int HEIGHT = 260;
    private static final int LEFT = 70;
    private static final int BOTTOM = HEIGHT - 28;

    private Curves() {}

    /**
     * @param points x and y, both above 0, by rising x
     */
    public record Curve(String name, List<double[]> points) {}

    /** The plot; the axes begin and end with the points. */
    public static String of(List<Curve> curves, DoubleFunction<String> xText, DoubleFunction<String> yText) {
        List<double[]> all = curves.stream().flatMap(curve -> curve.points().stream()).toList();
        if (all.isEmpty()) {
            return "";
        }
        double[] x = range(all, 0);
        double[] y = range(all, 1);
        StringBuilder svg = new StringBuilder();
        svg.append(String.format("<path d='M%d 8V%dH%d' fill='none' stroke='#999'/>", LEFT, BOTTOM, WIDTH - 10));
        svg.append(text(LEFT - 6, BOTTOM, "end", yText.apply(y[0])));
        svg.append(text(LEFT - 6, 16, "end", yText.apply(y[1])));
        svg.append(text(LEFT, BOTTOM + 16, "start", xText.apply(x[0])));
        svg.append(text(WIDTH - 10, BOTTOM + 16, "end", xText.apply(x[1])));
        for (int i = 0; i < curves.size(); i++) {
            String color = COLORS[i % COLORS.length];
            StringBuilder path = new StringBuilder();
            for (double[] point : curves.get(i).points()) {
                path.append(
                        String.format(
                                Locale.ROOT,
                                "%s%.1f %.1f",
                                path.isEmpty() ? "M" : "L",
                                LEFT + (WIDTH - 10 - LEFT) * part(point[0], x),
                                BOTTOM - (BOTTOM - 12) * part(point[1], y)));
            }
            svg.append("<path fill='none' stroke-width='1.6' stroke='" + color + "' d='" + path + "'/>");
            svg.append(
                    String.format(
                            "<text x='%d' y='%d' fill='%s' font-size='12'>%s</text>",
                            LEFT + 14, 20 + 15 * i, color, HtmlPage.escape(curves.get(i).name())));
        }
        return String.format(
                "<svg viewBox='0 0 %d %d' width='%d' height='%d' font-family='sans-serif' fill='currentColor'>%s</svg>%n",
                WIDTH, HEIGHT, WIDTH, HEIGHT, svg);
    }

    private static double[] range(List<double[]> points, int axis) {
        double least = points.stream().mapToDouble(point -> point[axis]).min().orElse(1);
        double most = points.stream().mapToDouble(point -> point[axis]).max().orElse(1);
        return new double[] {Math.max(least, 1e-6), Math.max(most, 1e-6)};
    }

    private static double part(double value, double[] range) {
        double length = Math.log(range[1] / range[0]);
        return length == 0 ? 0.5 : Math.log(Math.max(value, range[0]) / range[0]) / length;
    }

    private static String text(int x, int y, String anchor, String text) {
        return String.format(
                "<text x='%d' y='%d' text-anchor='%s' font-size='12'>%s</text>", x, y, anchor, HtmlPage.escape(text));
    }
}
