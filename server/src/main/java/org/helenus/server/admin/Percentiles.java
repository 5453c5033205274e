package org.helenus.server.admin;

import java.util.Comparator;
import java.util.List;
import org.helenus.storage.LatencyHistogram;

/// Distributions as JSON: `p50`, `p75`, `p95`, `p98`, `p99`, `min`, `max`.
final class Percentiles {
    private static final int[] SHARES = {50, 75, 95, 98, 99};

    private Percentiles() {}

    /// What is beyond the last bucket is `null`.
    static void write(JsonWriter json, String name, LatencyHistogram.Snapshot latency) {
        json.name(name).object();
        for (int share : SHARES) {
            json.field("p" + share, latency.micros(share / 100.0));
        }
        json.field("min", latency.minMicros()).field("max", latency.micros(1)).end();
    }

    /// Something that several have.
    ///
    /// @param least that one of them may have
    /// @param value that each of them has at most
    /// @param count how many they are
    record Weighted(double least, double value, long count) {
        /// Who have so much together.
        static Weighted alike(long together, long count) {
            double each = Math.rint((double) together / count);
            return new Weighted(each, each, count);
        }
    }

    /// `null` where nobody has anything.
    static void write(JsonWriter json, String name, List<Weighted> values) {
        var sorted = values.stream()
                .filter(value -> value.count() > 0)
                .sorted(Comparator.comparingDouble(Weighted::value))
                .toList();
        json.name(name).object();
        for (int share : SHARES) {
            json.field("p" + share, at(sorted, share / 100.0));
        }
        json.field("min", sorted.isEmpty() ? Double.NaN : sorted.getFirst().least())
                .field("max", sorted.isEmpty() ? Double.NaN : sorted.getLast().value())
                .end();
    }

    private static double at(List<Weighted> sorted, double share) {
        long all = sorted.stream().mapToLong(Weighted::count).sum();
        long wanted = Math.max(1, (long) Math.ceil(all * share));
        long seen = 0;
        for (var value : sorted) {
            seen += value.count();
            if (seen >= wanted) {
                return value.value();
            }
        }
        return Double.NaN;
    }
}
