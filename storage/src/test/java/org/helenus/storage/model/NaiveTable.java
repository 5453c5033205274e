package org.helenus.storage.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/// Everything that was ever written to a table, and what is left of it, found out anew for each question.
final class NaiveTable {
    private final List<Fact> facts = new ArrayList<>();

    void add(List<Fact> written) {
        facts.addAll(written);
    }

    /// The rows of the partitions, in the order given, one line each.
    List<String> lines(List<Integer> partitions, long now, BiPredicate<Integer, Place> which) {
        var lines = new ArrayList<String>();
        for (int partition : partitions) {
            var places = new TreeSet<Place>();
            var here =
                    facts.stream().filter(fact -> fact.partition() == partition).toList();
            for (var fact : here) {
                switch (fact) {
                    case Fact.Marker marker -> places.add(marker.place());
                    case Fact.Cell cell -> places.add(cell.place());
                    case Fact.MapDeletion _, Fact.RowDeletion _, Fact.RangeDeletion _, Fact.PartitionDeletion _ -> {}
                }
            }
            for (var place : places) {
                if (which.test(partition, place)) {
                    line(here, partition, place, now, column -> true).ifPresent(lines::add);
                }
            }
        }
        return lines;
    }

    /// One row, with the cells of some columns; empty when there is nothing, in whatever column.
    Optional<String> line(int partition, Place place, long now, Predicate<String> shown) {
        return line(facts, partition, place, now, shown);
    }

    private static Optional<String> line(
            List<Fact> facts, int partition, Place place, long now, Predicate<String> shown) {
        long deletedAt = Long.MIN_VALUE;
        var mapsDeletedAt = new TreeMap<String, Long>();
        var cells = new TreeMap<String, Fact.Cell>();
        Optional<Fact.Marker> best = Optional.empty();
        for (var fact : facts) {
            if (fact.partition() != partition) {
                continue;
            }
            switch (fact) {
                case Fact.Marker marker -> {
                    if (marker.place().equals(place) && (best.isEmpty() || beats(marker, best.get()))) {
                        best = Optional.of(marker);
                    }
                }
                case Fact.Cell cell -> {
                    if (cell.place().equals(place)) {
                        cells.merge(cell.column() + " " + cell.path(), cell, (a, b) -> b.beats(a) ? b : a);
                    }
                }
                case Fact.MapDeletion map -> {
                    if (map.place().equals(place)) {
                        mapsDeletedAt.merge(map.column(), map.timestamp(), Math::max);
                    }
                }
                case Fact.RowDeletion row ->
                    deletedAt = Math.max(deletedAt, row.place().equals(place) ? row.timestamp() : Long.MIN_VALUE);
                case Fact.RangeDeletion range ->
                    deletedAt = Math.max(deletedAt, range.slice().holds(place) ? range.timestamp() : Long.MIN_VALUE);
                case Fact.PartitionDeletion all -> deletedAt = Math.max(deletedAt, all.timestamp());
            }
        }
        var text = new StringBuilder();
        boolean alive = false;
        if (best.isPresent()
                && best.get().timestamp() > deletedAt
                && lives(best.get().ttl(), best.get().seconds(), now)) {
            text.append(" !").append(best.get().timestamp());
            alive = true;
        }
        for (var cell : cells.values()) {
            long gone = Math.max(deletedAt, mapsDeletedAt.getOrDefault(cell.column(), Long.MIN_VALUE));
            if (cell.timestamp() > gone && !cell.deleted() && lives(cell.ttl(), cell.seconds(), now)) {
                alive = true;
                if (shown.test(cell.column())) {
                    text.append(cell(
                            cell.column(), cell.path(), cell.timestamp(), cell.ttl(), cell.seconds(), cell.value()));
                }
            }
        }
        return alive ? Optional.of(row(partition, place) + text) : Optional.empty();
    }

    static String row(int partition, Place place) {
        return partition + "/" + (place.isStatic() ? "static" : place.clustering());
    }

    static String cell(String column, int path, long timestamp, int ttl, long seconds, String value) {
        return " " + column + (path < 0 ? "" : "[" + path + "]") + "=" + value + "@" + timestamp
                + (ttl == 0 ? "" : " ttl " + ttl + " until " + seconds);
    }

    private static boolean beats(Fact.Marker a, Fact.Marker b) {
        if (a.timestamp() != b.timestamp()) {
            return a.timestamp() > b.timestamp();
        }
        if (a.ttl() > 0 != b.ttl() > 0) {
            return a.ttl() > 0;
        }
        return a.seconds() != b.seconds() ? a.seconds() > b.seconds() : a.ttl() > b.ttl();
    }

    private static boolean lives(int ttl, long seconds, long now) {
        return ttl == 0 || seconds > now;
    }
}
