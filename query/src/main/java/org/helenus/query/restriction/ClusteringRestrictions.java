package org.helenus.query.restriction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.helenus.query.expression.Scope;
import org.helenus.query.row.Slice;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.KeyCodec;
import org.helenus.storage.KeyRange;

/// Which rows of a partition a statement is about: values for the first clustering columns, then perhaps a slice.
///
/// @param prefix [Restriction.Equal] and [Restriction.In] of the first clustering columns, without gaps
/// @param slice of the columns that follow
public record ClusteringRestrictions(List<Restriction> prefix, Optional<Restriction.Range> slice) {
    public static final ClusteringRestrictions NONE = new ClusteringRestrictions(List.of(), Optional.empty());
    private static final byte[] NO_PARTITION = {};

    public ClusteringRestrictions {
        prefix = List.copyOf(prefix);
    }

    public boolean isEmpty() {
        return prefix.isEmpty() && slice.isEmpty();
    }

    /// How many clustering columns have values.
    public int prefixLength() {
        int length = 0;
        for (Restriction restriction : prefix) {
            length += restriction.columns().size();
        }
        return length;
    }

    /// Whether they name whole rows: a value for every clustering column of the table.
    public boolean namesRows(TableMetadata table) {
        return prefixLength() == table.clustering().size();
    }

    public boolean hasIn() {
        for (int i = 0; i < prefix.size(); i++) {
            if (prefix.get(i) instanceof Restriction.In) {
                return true;
            }
        }
        return false;
    }

    /// Whether it may be about several values of a column, be they all the same.
    public boolean listsSeveral() {
        for (Restriction restriction : prefix) {
            if (restriction instanceof Restriction.In(var _, var choices)
                    && !(choices instanceof Restriction.Listed(var values) && values.size() <= 1)) {
                return true;
            }
        }
        return false;
    }

    /// The values of the prefix, in the order of their columns' types, each combination once.
    public List<List<byte[]>> prefixes(Scope scope) {
        if (!hasIn()) {
            return List.of(onePrefix(scope));
        }
        List<List<byte[]>> prefixes = List.of(List.of());
        var scratch = new Slice();
        for (Restriction restriction : prefix) {
            List<List<byte[]>> choices = switch (restriction) {
                case Restriction.Equal(var column, var value) ->
                    List.of(List.of(KeyValues.value(column, value, scope, scratch)));
                case Restriction.In in -> KeyValues.choices(in, scope);
                case Restriction.Range _ -> throw new IllegalStateException("a range in a prefix");
            };
            KeyValues.checkProduct(prefixes.size(), choices.size());
            var longer = new ArrayList<List<byte[]>>(prefixes.size() * choices.size());
            for (List<byte[]> shorter : prefixes) {
                for (List<byte[]> choice : choices) {
                    var extended = new ArrayList<>(shorter);
                    extended.addAll(choice);
                    longer.add(extended);
                }
            }
            prefixes = longer;
        }
        return prefixes;
    }

    private List<byte[]> onePrefix(Scope scope) {
        var values = new ArrayList<byte[]>(prefix.size());
        var scratch = new Slice();
        for (int i = 0; i < prefix.size(); i++) {
            if (prefix.get(i) instanceof Restriction.Equal(var column, var value)) {
                values.add(KeyValues.value(column, value, scope, scratch));
            }
        }
        return values;
    }

    /// The clusterings of the rows that a statement writes, in the order of their columns' types, each once. What
    /// a row
    /// of a compact table leaves out is null.
    public List<List<byte[]>> rows(TableMetadata table, Scope scope) {
        List<List<byte[]>> prefixes = prefixes(scope);
        int columns = table.clustering().size();
        if (prefixLength() < columns) {
            prefixes = prefixes.stream()
                    .map(values -> Arrays.asList(values.toArray(new byte[columns][])))
                    .toList();
        }
        return prefixes;
    }

    /// The ranges of row keys, without the partition before them: in key order, none overlapping another, none
    /// empty.
    public List<KeyRange> ranges(KeyCodec codec, Scope scope) {
        var ranges = new ArrayList<KeyRange>();
        // nothing lies beyond a null
        if (slice.isPresent() && slice.get().hasNullBound(scope)) {
            return ranges;
        }
        for (List<byte[]> values : prefixes(scope)) {
            if (slice.isPresent()) {
                ranges.addAll(slices(codec, values, slice.get(), scope));
            } else {
                ranges.add(all(codec, values));
            }
        }
        ranges.removeIf(KeyRange::isEmpty);
        ranges.sort(Comparator.comparing(KeyRange::start, Arrays::compareUnsigned));
        return ranges;
    }

    private static List<KeyRange> slices(KeyCodec codec, List<byte[]> prefix, Restriction.Range range, Scope scope) {
        List<KeyRange> below = range.upper().isPresent()
                ? side(codec, prefix, range.upper().get(), scope, false)
                : List.of(all(codec, prefix));
        List<KeyRange> above = range.lower().isPresent()
                ? side(codec, prefix, range.lower().get(), scope, true)
                : List.of(all(codec, prefix));
        var both = new ArrayList<KeyRange>();
        for (KeyRange a : above) {
            for (KeyRange b : below) {
                both.add(a.intersection(b));
            }
        }
        return both;
    }

    private static KeyRange all(KeyCodec codec, List<byte[]> prefix) {
        return new KeyRange(codec.before(NO_PARTITION, prefix), codec.after(NO_PARTITION, prefix));
    }

    /// What lies on one side of a bound. Columns of one direction make one range; where the direction changes,
    /// rows on that side are no longer next to each other, and each run of columns from there on makes a range of
    /// its own: `(a, b) > (1, 2)` with b descending is `a > 1` and `a = 1 and b > 2`.
    private static List<KeyRange> side(
            KeyCodec codec, List<byte[]> prefix, Restriction.Bound bound, Scope scope, boolean lower) {
        List<byte[]> values = KeyValues.values(bound, scope);
        var ranges = new ArrayList<KeyRange>();
        int from = 0;
        while (from < values.size()) {
            int to = runEnd(bound.columns(), from);
            boolean inclusive = to == values.size() && bound.inclusive();
            var fixed = new ArrayList<>(prefix);
            fixed.addAll(values.subList(0, from));
            var edge = new ArrayList<>(prefix);
            edge.addAll(values.subList(0, to));
            // falling columns turn the sides round: what is greater comes earlier
            boolean after = lower != bound.columns().get(from).descending();
            KeyRange all = all(codec, fixed);
            if (after) {
                byte[] start = inclusive ? codec.before(NO_PARTITION, edge) : codec.after(NO_PARTITION, edge);
                ranges.add(new KeyRange(start, all.end()));
            } else {
                byte[] end = inclusive ? codec.after(NO_PARTITION, edge) : codec.before(NO_PARTITION, edge);
                ranges.add(new KeyRange(all.start(), end));
            }
            from = to;
        }
        return ranges;
    }

    /// The end of the columns from `from` on that have one direction.
    private static int runEnd(List<ColumnMetadata> columns, int from) {
        int to = from + 1;
        while (to < columns.size()
                && columns.get(to).descending() == columns.get(from).descending()) {
            to++;
        }
        return to;
    }
}
