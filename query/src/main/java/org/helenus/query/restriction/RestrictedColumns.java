package org.helenus.query.restriction;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.helenus.cql.tree.Operator;
import org.helenus.query.expression.Expression;
import org.helenus.query.row.SlotPlan;
import org.helenus.schema.ColumnKind;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.error.InvalidRequest;

/// What the relations of one `WHERE` clause restrict: joins those on one column, and decides which of them the keys
/// serve and which are left to filter. Messages are Cassandra's. One statement, one thread.
final class RestrictedColumns {
    private final TableMetadata table;
    private final WhereBinder.Kind kind;
    private final SlotPlan.Builder slots;
    private final boolean allowFiltering;
    private boolean mustFilter;
    private final boolean onlyStatics;

    private final Map<ColumnMetadata, Restriction> keys = new LinkedHashMap<>();
    private final List<ColumnMetadata> clusteringOrder = new ArrayList<>();
    private final List<Filter> filters = new ArrayList<>();
    private final Map<ColumnMetadata, Restriction> regulars = new LinkedHashMap<>();
    private final List<ColumnMetadata> otherColumns = new ArrayList<>();
    private Optional<PartitionRestrictions.TokenBound> tokenLower = Optional.empty();
    private Optional<PartitionRestrictions.TokenBound> tokenUpper = Optional.empty();
    private boolean filtersClustering;

    RestrictedColumns(
            TableMetadata table,
            WhereBinder.Kind kind,
            SlotPlan.Builder slots,
            boolean allowFiltering,
            boolean onlyStatics) {
        this.table = table;
        this.kind = kind;
        this.slots = slots;
        this.allowFiltering = allowFiltering;
        this.onlyStatics = onlyStatics;
    }

    /// A relation that only a filter can serve.
    void filter(ColumnMetadata column, Filter filter) {
        filters.add(filter);
        otherColumns.add(column);
        filtersClustering |= column.kind() == ColumnKind.CLUSTERING;
    }

    /// Bounds on the token, each at most once.
    void tokens(Optional<PartitionRestrictions.TokenBound> lower, Optional<PartitionRestrictions.TokenBound> upper) {
        boolean equal =
                lower.isPresent() && upper.isPresent() || tokenLower.isPresent() && tokenLower.equals(tokenUpper);
        boolean before = tokenLower.isPresent() || tokenUpper.isPresent();
        if (equal && before && !(tokenLower.isPresent() && tokenLower.equals(tokenUpper))) {
            throw new InvalidRequest("Columns \"" + join(table.partitionKey())
                    + "\" cannot be restricted by both an equality and an inequality relation");
        }
        if (equal && before) {
            throw new InvalidRequest(join(table.partitionKey())
                    + " cannot be restricted by more than one relation if it includes an Equal");
        }
        checkOnce(lower.isPresent() && tokenLower.isPresent(), "start", join(table.partitionKey()));
        checkOnce(upper.isPresent() && tokenUpper.isPresent(), "end", join(table.partitionKey()));
        tokenLower = lower.or(() -> tokenLower);
        tokenUpper = upper.or(() -> tokenUpper);
    }

    private static void checkOnce(boolean twice, String end, String columns) {
        if (twice) {
            throw new InvalidRequest("More than one restriction was found for the " + end + " bound on " + columns);
        }
    }

    /// An `IN` of several columns shares none of them with another relation.
    void checkFree(ColumnMetadata column) {
        for (Restriction other : keys.values()) {
            if (other.columns().contains(column)) {
                throw new InvalidRequest(
                        column.name() + " cannot be restricted by more than one relation if it includes a IN");
            }
        }
    }

    void restrict(ColumnMetadata column, Restriction restriction) {
        Map<ColumnMetadata, Restriction> group = column.isPrimaryKey() ? keys : regulars;
        Optional<Restriction> before = group.values().stream()
                .filter(other -> other.columns().stream().anyMatch(restriction.columns()::contains))
                .findFirst();
        Restriction joined = before.isPresent() ? join(before.get(), restriction) : restriction;
        if (column.kind() == ColumnKind.CLUSTERING) {
            checkOrder(column, joined);
            if (!clusteringOrder.contains(column)) {
                clusteringOrder.add(column);
            }
        }
        group.put(before.map(other -> other.columns().getFirst()).orElse(column), joined);
        if (!column.isPrimaryKey() && !otherColumns.contains(column)) {
            otherColumns.add(column);
        }
    }

    private static Restriction join(Restriction before, Restriction after) {
        String names =
                join(before.columns().stream().filter(after.columns()::contains).toList());
        if (before instanceof Restriction.Range low && after instanceof Restriction.Range high) {
            ColumnMetadata first = before.columns().getFirst();
            ColumnMetadata second = after.columns().getFirst();
            if (!first.equals(second)) {
                throw new InvalidRequest("Column \"" + (first.position() > second.position() ? first : second).name()
                        + "\" cannot be restricted by two inequalities not starting with the same column");
            }
            checkOnce(low.lower().isPresent() && high.lower().isPresent(), "start", names);
            checkOnce(low.upper().isPresent() && high.upper().isPresent(), "end", names);
            return new Restriction.Range(
                    low.lower().or(high::lower), low.upper().or(high::upper));
        }
        if (before instanceof Restriction.Range) {
            throw new InvalidRequest(
                    "Column \"" + names + "\" cannot be restricted by both an equality and an inequality relation");
        }
        if (before instanceof Restriction.Equal) {
            throw new InvalidRequest(names + " cannot be restricted by more than one relation if it includes an Equal");
        }
        throw new InvalidRequest(names + " cannot be restricted by more than one relation if it includes a IN");
    }

    /// A slice ends what the order of rows can serve: nothing may follow it, unless rows are filtered.
    private void checkOrder(ColumnMetadata column, Restriction restriction) {
        if (allowFiltering || clusteringOrder.isEmpty()) {
            return;
        }
        ColumnMetadata last = clusteringOrder.getFirst();
        for (ColumnMetadata other : clusteringOrder) {
            last = other.position() > last.position() ? other : last;
        }
        if (keys.get(last) instanceof Restriction.Range && column.position() > last.position()) {
            throw new InvalidRequest("Clustering column \"" + column.name()
                    + "\" cannot be restricted (preceding column \"" + last.name()
                    + "\" is restricted by a non-EQ relation)");
        }
        if (column.position() < last.position() && restriction instanceof Restriction.Range) {
            String next = table.clustering().get(column.position() + 1).name();
            throw new InvalidRequest("PRIMARY KEY column \"" + next + "\" cannot be restricted (preceding column \""
                    + column.name() + "\" is restricted by a non-EQ relation)");
        }
    }

    static String join(List<ColumnMetadata> columns) {
        return columns.stream().map(ColumnMetadata::name).collect(joining(", "));
    }

    /// The clause, resolved.
    Where place() {
        PartitionRestrictions partitions = partitions();
        ClusteringRestrictions clustering = clustering(partitions);
        checkOthers();
        boolean restrictsRows = !clustering.isEmpty()
                || filtersClustering
                || otherColumns.stream().anyMatch(column -> column.kind() == ColumnKind.REGULAR);
        var equal = new ArrayList<ColumnMetadata>();
        keys.forEach((column, restriction) -> {
            if (restriction instanceof Restriction.Equal) {
                equal.add(column);
            }
        });
        return new Where(partitions, clustering, filters, restrictsRows, mustFilter, equal);
    }

    private PartitionRestrictions partitions() {
        List<ColumnMetadata> key = table.partitionKey();
        List<ColumnMetadata> missing =
                key.stream().filter(column -> !keys.containsKey(column)).toList();
        boolean isRange = key.stream().anyMatch(column -> keys.get(column) instanceof Restriction.Range);
        boolean onToken = tokenLower.isPresent() || tokenUpper.isPresent();
        if (kind != WhereBinder.Kind.SELECT) {
            if (!missing.isEmpty()) {
                throw new InvalidRequest("Some partition key parts are missing: " + join(missing));
            }
            if (isRange) {
                throw new InvalidRequest("Only EQ and IN relation are supported on the partition key"
                        + " (unless you use the token() function) for " + kind + " statements");
            }
        }
        if (missing.isEmpty() && !isRange) {
            if (onToken) {
                int[] partitionSlots = key.stream().mapToInt(slots::slot).toArray();
                filters.add(
                        new Filter.InTokens(partitionSlots, new PartitionRestrictions.Tokens(tokenLower, tokenUpper)));
            }
            return new PartitionRestrictions.Keys(key.stream().map(keys::get).toList());
        }
        for (ColumnMetadata column : key) {
            if (keys.containsKey(column)) {
                needFiltering();
                filterBy(keys.get(column));
            }
        }
        return new PartitionRestrictions.Tokens(tokenLower, tokenUpper);
    }

    private void needFiltering() {
        if (!allowFiltering) {
            throw new InvalidRequest(WhereBinder.NEEDS_FILTERING);
        }
    }

    private void filterBy(Restriction restriction) {
        switch (restriction) {
            case Restriction.Equal(ColumnMetadata column, Expression value) ->
                filters.add(new Filter.Compare(slots.slot(column), column, Operator.EQ, value));
            case Restriction.In in -> filters.add(new Filter.OneOf(slotsOf(in.columns()), in));
            case Restriction.Range(var lower, var upper) -> {
                lower.ifPresent(bound -> filters.add(beyond(bound, true)));
                upper.ifPresent(bound -> filters.add(beyond(bound, false)));
            }
        }
    }

    private Filter.Beyond beyond(Restriction.Bound bound, boolean lower) {
        ColumnMetadata first = bound.columns().getFirst();
        boolean inOrder = first.kind() == ColumnKind.CLUSTERING
                && table.clustering().subList(0, first.position()).stream()
                        .allMatch(before -> keys.values().stream()
                                .anyMatch(other -> !(other instanceof Restriction.Range)
                                        && other.columns().contains(before)));
        if (bound.columns().size() > 1 && !inOrder) {
            throw new InvalidRequest("Multi-column slice restrictions cannot be used for filtering.");
        }
        return new Filter.Beyond(slotsOf(bound.columns()), bound, lower, inOrder);
    }

    private int[] slotsOf(List<ColumnMetadata> columns) {
        return columns.stream().mapToInt(slots::slot).toArray();
    }

    private ClusteringRestrictions clustering(PartitionRestrictions partitions) {
        boolean restricted = !clusteringOrder.isEmpty();
        if (onlyStatics && restricted) {
            throw new InvalidRequest(
                    kind == WhereBinder.Kind.SELECT
                            ? "Cannot restrict clustering columns when selecting only static columns"
                            : "Invalid restrictions on clustering columns since the " + kind
                                    + " statement modifies only static columns");
        }
        if (kind == WhereBinder.Kind.UPDATE) {
            checkWholeClustering();
        }
        if (!restricted) {
            return ClusteringRestrictions.NONE;
        }
        if (!(partitions instanceof PartitionRestrictions.Keys)) {
            checkGaps();
            // told after whatever else is wrong with the statement, unlike where partitions are named
            mustFilter = !allowFiltering;
            filterFrom(0);
            return ClusteringRestrictions.NONE;
        }
        var prefix = new ArrayList<Restriction>();
        Optional<Restriction.Range> slice = Optional.empty();
        int next = 0;
        while (next < table.clustering().size() && slice.isEmpty()) {
            Restriction restriction = keys.get(table.clustering().get(next));
            if (restriction == null) {
                break;
            }
            if (restriction instanceof Restriction.Range range) {
                slice = Optional.of(range);
            } else {
                prefix.add(restriction);
            }
            next += restriction.columns().size();
        }
        checkGaps();
        filterFrom(next);
        return new ClusteringRestrictions(prefix, slice);
    }

    private void checkWholeClustering() {
        if (clusteringOrder.stream().anyMatch(column -> keys.get(column) instanceof Restriction.Range)) {
            throw new InvalidRequest(
                    "Slice restrictions are not supported on the clustering columns in " + kind + " statements");
        }
        List<ColumnMetadata> missing = table.clustering().stream()
                .filter(column -> keys.values().stream()
                        .noneMatch(other -> other.columns().contains(column)))
                .toList();
        // rows of compact tables may leave the last ones out
        boolean mayMiss = table.isCompact() && !clusteringOrder.isEmpty();
        if (!onlyStatics && !mayMiss && !missing.isEmpty()) {
            throw new InvalidRequest("Some clustering keys are missing: " + join(missing));
        }
    }

    private void checkGaps() {
        if (allowFiltering) {
            return;
        }
        for (ColumnMetadata column : clusteringOrder) {
            for (ColumnMetadata before : table.clustering().subList(0, column.position())) {
                if (keys.values().stream().noneMatch(other -> other.columns().contains(before))) {
                    throw new InvalidRequest("PRIMARY KEY column \"" + column.name()
                            + "\" cannot be restricted as preceding column \"" + before.name()
                            + "\" is not restricted");
                }
            }
        }
    }

    private void filterFrom(int position) {
        for (ColumnMetadata column : clusteringOrder) {
            if (column.position() >= position) {
                if (!mustFilter) {
                    needFiltering();
                }
                filterBy(keys.get(column));
                filtersClustering = true;
            }
        }
    }

    private void checkOthers() {
        if (otherColumns.isEmpty()) {
            return;
        }
        if (kind != WhereBinder.Kind.SELECT) {
            throw new InvalidRequest("Non PRIMARY KEY columns found in where clause: "
                    + otherColumns.stream().map(ColumnMetadata::name).collect(joining(", ")) + " ");
        }
        boolean contains = otherColumns.stream().anyMatch(column -> column.kind() == ColumnKind.CLUSTERING);
        if (contains && !allowFiltering) {
            throw new InvalidRequest(
                    "Clustering columns can only be restricted with CONTAINS with a secondary index or filtering");
        }
        needFiltering();
        regulars.values().forEach(this::filterBy);
    }
}
