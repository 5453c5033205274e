package org.helenus.benchmarks.engine;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What one figure of ours must not exceed.
///
/// @param title what the line of the report calls it
/// @param ours  our figure's name, as [EngineRun] prints it
/// @param unit  printed behind figures
/// @param limit the most that the figure may be, as `against` says
/// @param against what the limit is a multiple of
public record Bar(String title, String ours, String unit, double limit, Against against) {

    /// What a limit refers to.
    public sealed interface Against {
        /// The peer's figure of the same name.
        record Peer() implements Against {}

        /// Another figure of our own.
        record Own(String figure) implements Against {}

        /// Nothing: the figure itself is limited; the peer's is shown beside it.
        record Nothing() implements Against {}

        /// Nothing: the figure itself is limited; another one of our own is shown beside it.
        record Beside(String figure) implements Against {}
    }

    /// Workload KV116 against RocksDB.
    static final List<Bar> ALL = List.of(
            new Bar("put with log", "put", "us", 0.6, new Against.Peer()),
            new Bar("get, hit, cached", "get-hit", "us", 0.7, new Against.Peer()),
            new Bar("get, miss", "get-miss", "us", 0.6, new Against.Peer()),
            new Bar("scan of 100 rows", "scan-100", "us", 0.7, new Against.Peer()),
            new Bar("bytes a row", "bytes-per-row", "B", 1.1, new Against.Peer()),
            new Bar("blocks read per hit", "blocks-per-hit", "", 1.1, new Against.Nothing()),
            new Bar("blocks read per miss", "blocks-per-miss", "", 0.02, new Against.Nothing()),
            new Bar("put, one wide partition", "wide-put", "us", 1.3, new Against.Own("put")),
            new Bar("get, one wide partition", "wide-get-hit", "us", 1.3, new Against.Own("get-hit")),
            new Bar("scan, one wide partition", "wide-scan-100", "us", 1.3, new Against.Own("scan-100")));

    /// A line of the report, and whether the bar holds.
    public record Line(String text, boolean holds) {}

    /// Judges this bar by the figures of both sides, by name.
    ///
    /// @throws IllegalArgumentException when a figure that it needs is missing
    public Line judge(Map<String, Double> mine, Map<String, Double> peers) {
        double figure = figure(mine, ours);
        double other = switch (against) {
            case Against.Peer() -> figure(peers, ours);
            case Against.Own(String name) -> figure(mine, name);
            case Against.Nothing() -> figure(peers, ours);
            case Against.Beside(String name) -> figure(mine, name);
        };
        double judged = switch (against) {
            case Against.Peer(), Against.Own(var _) -> figure / other;
            case Against.Nothing(), Against.Beside(var _) -> figure;
        };
        // Not `judged > limit`: a figure that is not a number must not pass.
        boolean holds = judged <= limit;
        String text = String.format(
                Locale.ROOT,
                "%s: %s, %s, %.2f (bar ≤ %s) %s",
                title,
                shown(figure),
                shown(other),
                figure / other,
                Double.toString(limit),
                holds ? "ok" : "short");
        return new Line(text, holds);
    }

    private String shown(double figure) {
        return String.format(Locale.ROOT, figure < 0.1 ? "%.3f" : figure < 10 ? "%.2f" : "%.1f", figure)
                + (unit.isEmpty() ? "" : " " + unit);
    }

    private static double figure(Map<String, Double> figures, String name) {
        Double figure = figures.get(name);
        if (figure == null) {
            throw new IllegalArgumentException("no figure " + name + " among " + figures.keySet());
        }
        return figure;
    }
}
