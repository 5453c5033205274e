package org.helenus.compaction.simulation;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// Draws outcomes over time as one SVG picture: a panel for each figure, a line for each strategy.
public final class Chart {
    private static final int WIDTH = 860;
    private static final int PANEL = 170;
    private static final int LEFT = 80;
    private static final int RIGHT = 20;
    private static final int TOP = 60;
    private static final int GAP = 42;
    private static final List<String> COLORS =
            List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000");

    private record Figure(String title, ToDoubleFunction<Sample> value, double unit) {}

    private static final List<Figure> FIGURES = List.of(
            new Figure("Write amplification: bytes written for each byte flushed", Sample::writeAmplification, 1),
            new Figure("Read amplification: files over one place", Sample::readAmplification, 1),
            new Figure("Space amplification: bytes on disk for each that is seen", Sample::spaceAmplification, 1),
            new Figure("Debt: GiB that due merges would read", Sample::debtBytes, 1L << 30),
            new Figure("Largest merge since the last point: GiB read", Sample::largestMergeBytes, 1L << 30));

    private Chart() {}

    public static String svg(String title, List<Outcome> outcomes) {
        int height = TOP + FIGURES.size() * (PANEL + GAP);
        var svg = new StringBuilder();
        add(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                        + " font-family=\"sans-serif\" font-size=\"12\">",
                WIDTH,
                height,
                WIDTH,
                height);
        add(svg, "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>");
        add(svg, "<text x=\"%d\" y=\"20\" font-size=\"15\">%s</text>", LEFT, escaped(title));
        int x = LEFT;
        for (int i = 0; i < outcomes.size(); i++) {
            String name = outcomes.get(i).name();
            add(svg, "<rect x=\"%d\" y=\"32\" width=\"12\" height=\"4\" fill=\"%s\"/>", x, color(i));
            add(svg, "<text x=\"%d\" y=\"39\">%s</text>", x + 16, escaped(name));
            x += 32 + 7 * name.length();
        }
        double seconds = 0;
        for (Outcome outcome : outcomes) {
            seconds = Math.max(seconds, outcome.greatest(Sample::seconds));
        }
        for (int i = 0; i < FIGURES.size(); i++) {
            panel(svg, FIGURES.get(i), outcomes, Math.max(1, seconds), TOP + i * (PANEL + GAP));
        }
        return svg.append("</svg>\n").toString();
    }

    private static void panel(StringBuilder svg, Figure figure, List<Outcome> outcomes, double seconds, int top) {
        double most = 0;
        for (Outcome outcome : outcomes) {
            most = Math.max(most, outcome.greatest(figure.value) / figure.unit);
        }
        double scale = round(most);
        add(svg, "<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s</text>", LEFT, top + 8, escaped(figure.title));
        for (int step = 0; step <= 4; step++) {
            double y = y(scale * step / 4, scale, top);
            add(svg, "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>", LEFT, WIDTH - RIGHT, y, y);
            add(
                    svg,
                    "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                    LEFT - 6,
                    y + 4,
                    number(scale * step / 4));
            double at = seconds * step / 4;
            add(
                    svg,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#666\">%s</text>",
                    x(at, seconds),
                    top + PANEL + 16,
                    time(at));
        }
        for (int i = 0; i < outcomes.size(); i++) {
            var points = new StringBuilder();
            for (Sample sample : outcomes.get(i).samples()) {
                points.append(String.format(
                        Locale.ROOT,
                        "%.1f,%.1f ",
                        x(sample.seconds(), seconds),
                        y(figure.value.applyAsDouble(sample) / figure.unit, scale, top)));
            }
            add(
                    svg,
                    "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\" points=\"%s\"/>",
                    color(i),
                    points.toString().strip());
        }
    }

    private static double x(double seconds, double most) {
        return LEFT + (WIDTH - LEFT - RIGHT) * seconds / most;
    }

    private static double y(double value, double most, int top) {
        return top + PANEL - (PANEL - 20) * value / most;
    }

    /// The next round number.
    private static double round(double value) {
        if (value <= 0) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double step : new double[] {1, 2, 4, 5}) {
            if (value <= step * power) {
                return step * power;
            }
        }
        return 10 * power;
    }

    private static String number(double value) {
        return value >= 10 || value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.2f", value);
    }

    private static String time(double seconds) {
        return seconds < 600
                ? number(Math.rint(seconds)) + " s"
                : seconds < 36_000
                        ? number(Math.rint(seconds / 60)) + " min"
                        : number(Math.rint(seconds / 3600)) + " h";
    }

    private static String color(int index) {
        return COLORS.get(index % COLORS.size());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static void add(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
