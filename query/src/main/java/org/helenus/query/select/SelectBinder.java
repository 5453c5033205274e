package org.helenus.query.select;

import static java.util.stream.Collectors.joining;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.helenus.cql.tree.Name;
import org.helenus.cql.tree.Select;
import org.helenus.cql.tree.SelectedColumn;
import org.helenus.cql.tree.Selector;
import org.helenus.cql.tree.Term;
import org.helenus.query.VirtualTable;
import org.helenus.query.expression.Expression;
import org.helenus.query.expression.Receiver;
import org.helenus.query.expression.TermBinder;
import org.helenus.query.restriction.Where;
import org.helenus.query.restriction.WhereBinder;
import org.helenus.query.row.SlotPlan;
import org.helenus.schema.ColumnKind;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.ColumnSpec;
import org.helenus.schema.TableForm;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.VectorType;
import org.helenus.storage.KeyCodec;

/// Resolves one `SELECT` to its plan. Messages are Cassandra's. One statement, one thread.
public final class SelectBinder {
    private final Select select;
    private final TableMetadata table;
    private final Optional<VirtualTable> generated;
    private final TermBinder terms;
    private final KeyCodec codec;
    private final SlotPlan.Builder slots;
    private final SelectorBinder selectors;

    public SelectBinder(Select select, TableMetadata table, Optional<VirtualTable> generated, TermBinder terms) {
        this.select = select;
        this.table = table;
        this.generated = generated;
        this.terms = terms;
        codec = KeyCodec.of(table);
        slots = SlotPlan.builder(table, codec);
        selectors = new SelectorBinder(table, terms, slots);
    }

    public SelectPlan bind() {
        Selection selection;
        try {
            selection = selection();
        } catch (InvalidRequest wrong) {
            checkBeforeSelection();
            throw wrong;
        }
        List<ColumnMetadata> selected = slots.columns();
        Where where = where(selected);
        if (select.distinct()) {
            checkDistinct(selected, where);
        }
        List<Expression> groupBy = groupBy(where);
        Optional<Expression> perPartitionLimit = limit(select.perPartitionLimit(), "[per_partition_limit]");
        Optional<Expression> limit = limit(select.limit(), "[limit]");
        if (perPartitionLimit.isPresent() && select.distinct()) {
            throw new InvalidRequest("PER PARTITION LIMIT is not allowed with SELECT DISTINCT queries");
        }
        if (perPartitionLimit.isPresent()
                && selection.isAggregate()
                && select.groupBy().isEmpty()) {
            throw new InvalidRequest("PER PARTITION LIMIT is not allowed with aggregate queries.");
        }
        boolean reversed = reversed(where);
        boolean sorts = !select.orderBy().isEmpty() && !where.isOnePartition();
        var sortBy = new ArrayList<SelectPlan.Sort>();
        for (Select.Ordering ordering : orderings()) {
            if (sorts) {
                ColumnMetadata column =
                        WhereBinder.column(table, ordering.column().text());
                sortBy.add(new SelectPlan.Sort(slots.slot(column), column.type(), ordering.descending()));
            }
        }
        if (where.mustFilter()) {
            throw new InvalidRequest(WhereBinder.NEEDS_FILTERING);
        }
        return new SelectPlan(
                table,
                generated,
                codec,
                slots.build(),
                where,
                selection,
                !select.groupBy().isEmpty(),
                groupBy,
                sortBy,
                reversed,
                select.distinct(),
                perPartitionLimit,
                limit,
                fingerprint(where, reversed),
                selectors.parts(),
                terms.callSites());
    }

    /// @param selected all columns that are selected
    private Where where(List<ColumnMetadata> selected) {
        // the names of columns to order by come first
        select.orderBy()
                .forEach(ordering -> WhereBinder.column(table, ordering.column().text()));
        boolean onlyStatics = selected.stream().anyMatch(ColumnMetadata::isStatic)
                && selected.stream().noneMatch(SelectBinder::isOfRow);
        boolean allowFiltering = select.allowFiltering()
                || generated.filter(VirtualTable::filtersFreely).isPresent();
        return new WhereBinder(table, WhereBinder.Kind.SELECT, terms, slots, allowFiltering, onlyStatics)
                .bind(select.where());
    }

    private static boolean isOfRow(ColumnMetadata column) {
        return !column.isStatic() && column.kind() != ColumnKind.PARTITION_KEY;
    }

    /// What Cassandra would say before it says what is wrong with the selection: it looks at the restrictions
    /// first, and
    /// before those at names and calls in what is selected, only as far as tells whether all of it is static.
    private void checkBeforeSelection() {
        boolean asks = !table.statics().isEmpty() && table.form() != TableForm.STATIC_COMPACT;
        if (asks && selects(ColumnMetadata::isStatic)) {
            selects(SelectBinder::isOfRow);
        }
        var selected = new ArrayList<ColumnMetadata>();
        for (SelectedColumn item : select.selection()) {
            SelectedNames.of(item.selector())
                    .forEach(name -> table.column(name.text()).ifPresent(selected::add));
        }
        where(selected);
    }

    /// Whether such a column is selected.
    ///
    /// @throws InvalidRequest when something before the first one is no column, or no function
    private boolean selects(Predicate<ColumnMetadata> wanted) {
        for (SelectedColumn item : select.selection()) {
            selectors.resolve(item.selector());
            List<ColumnMetadata> columns = SelectedNames.of(item.selector()).stream()
                    .map(name -> WhereBinder.column(table, name.text()))
                    .toList();
            if (columns.stream().anyMatch(wanted)) {
                return true;
            }
        }
        return false;
    }

    private Selection selection() {
        var columns = new ArrayList<ColumnSpec>();
        var expressions = new ArrayList<Expression>();
        if (select.selection().isEmpty()) {
            for (ColumnMetadata column : table.columns()) {
                columns.add(new ColumnSpec(table.keyspace(), table.name(), column.name(), column.type()));
                expressions.add(selectors.column(column));
            }
        }
        for (SelectedColumn item : select.selection()) {
            Expression expression = selectors.bind(item.selector());
            String name = item.alias().map(Name::text).orElseGet(() -> selectors.header(item.selector()));
            columns.add(new ColumnSpec(table.keyspace(), table.name(), name, expression.type()));
            expressions.add(expression);
        }
        if (select.json()) {
            Expression json = JsonObject.of(columns, expressions);
            var header = new ColumnSpec(table.keyspace(), table.name(), "[json]", NativeType.TEXT);
            return new Selection(List.of(header), List.of(json), selectors.aggregations());
        }
        return new Selection(columns, expressions, selectors.aggregations());
    }

    private void checkDistinct(List<ColumnMetadata> selected, Where where) {
        if (where.restrictsRows()) {
            throw new InvalidRequest("SELECT DISTINCT with WHERE clause only supports restriction by partition key"
                    + " and/or static columns.");
        }
        var read = new ArrayList<>(selected);
        if (where.namesPartitions() && !where.isOnePartition()) {
            // their rows are sorted by what is read of them
            orderings()
                    .forEach(ordering ->
                            read.add(WhereBinder.column(table, ordering.column().text())));
        }
        for (ColumnMetadata column : read) {
            if (column.kind() != ColumnKind.PARTITION_KEY && !column.isStatic()) {
                throw new InvalidRequest("SELECT DISTINCT queries must only request partition key columns and/or"
                        + " static columns (not " + column.name() + ")");
            }
        }
        for (ColumnMetadata column : table.partitionKey()) {
            // a partition key that the statement fixes says nothing new
            if (!selected.contains(column) && !where.isOnePartition()) {
                throw new InvalidRequest("SELECT DISTINCT queries must request all the partition key columns (missing "
                        + column.name() + ")");
            }
        }
    }

    private List<Expression> groupBy(Where where) {
        var groups = new ArrayList<Expression>();
        var key = new ArrayList<>(table.partitionKey());
        key.addAll(table.clustering());
        int next = 0;
        boolean calls = false;
        for (Selector selector : select.groupBy()) {
            boolean isCall = selector instanceof Selector.FunctionCall;
            if (calls && !isCall) {
                throw new InvalidRequest("Functions are only supported on the last element of the GROUP BY clause");
            }
            ColumnMetadata column = groupColumn(selector);
            calls = isCall;
            if (!column.isPrimaryKey()) {
                throw new InvalidRequest(
                        "Group by is currently only supported on the columns of the PRIMARY KEY, got " + column.name());
            }
            while (next < key.size() && !key.get(next).equals(column)) {
                if (!where.equalColumns().contains(key.get(next))) {
                    next = key.size();
                }
                next++;
            }
            if (next >= key.size()) {
                throw new InvalidRequest("Group by currently only support groups of columns following their declared"
                        + " order in the PRIMARY KEY");
            }
            next++;
            groups.add(selectors.bind(selector));
        }
        // of several calls only the last one's result makes groups, the others' columns do so themselves
        for (int i = 0; i < groups.size() - 1; i++) {
            if (select.groupBy().get(i) instanceof Selector.FunctionCall) {
                groups.set(i, selectors.column(groupColumn(select.groupBy().get(i))));
            }
        }
        if (!groups.isEmpty() && next < table.partitionKey().size()) {
            throw new InvalidRequest("Group by is not supported on only a part of the partition key");
        }
        if (select.distinct() && next > table.partitionKey().size()) {
            throw new InvalidRequest("Grouping on clustering columns is not allowed for SELECT DISTINCT queries");
        }
        return groups;
    }

    private ColumnMetadata groupColumn(Selector selector) {
        return switch (selector) {
            case Selector.Column(Name name) -> WhereBinder.column(table, name.text());
            case Selector.FunctionCall call -> {
                List<Name> columns = call.arguments().stream()
                        .filter(Selector.Column.class::isInstance)
                        .map(argument -> ((Selector.Column) argument).name())
                        .toList();
                boolean isAggregate =
                        Aggregation.Function.of(call.function().name().text()).isPresent();
                if (isAggregate) {
                    throw new InvalidRequest("Aggregate functions are not supported within the GROUP BY clause,"
                            + " got: system." + call.function().name());
                }
                Expression bound = selectors.bind(call);
                if (columns.size() != 1) {
                    throw new InvalidRequest("GROUP BY functions must have one clustering column name as parameter");
                }
                ColumnMetadata column =
                        WhereBinder.column(table, columns.getFirst().text());
                if (column.kind() != ColumnKind.CLUSTERING) {
                    throw new InvalidRequest(
                            "Group by functions are only supported on clustering columns, got " + column.name());
                }
                if (!call.function().name().text().equalsIgnoreCase("floor")) {
                    throw new InvalidRequest("Only monotonic functions are supported in the GROUP BY clause. Got: "
                            + TermBinder.signature(bound) + " ");
                }
                yield column;
            }
            default ->
                throw new InvalidRequest("Group by is currently only supported on the columns of the PRIMARY KEY, got "
                        + SelectorText.of(selector));
        };
    }

    private Optional<Expression> limit(Optional<Term> term, String name) {
        return term.map(value -> terms.bind(value, Receiver.of(table.keyspace(), table.name(), name, NativeType.INT)));
    }

    /// A column that is named again keeps its place and takes the last direction; object mappers add to the order
    /// that
    /// a query had.
    private Collection<Select.Ordering> orderings() {
        var byColumn = new LinkedHashMap<String, Select.Ordering>();
        select.orderBy().forEach(ordering -> byColumn.put(ordering.column().text(), ordering));
        return byColumn.values();
    }

    /// Whether the requested order is the table's, backwards.
    private boolean reversed(Where where) {
        if (select.orderBy().isEmpty()) {
            return false;
        }
        select.orderBy().stream()
                .filter(ordering -> ordering.nearestTo().isPresent())
                .findFirst()
                .ifPresent(this::refuseNearest);
        if (!where.namesPartitions()) {
            throw new InvalidRequest(
                    "ORDER BY is only supported when the partition key is restricted by an EQ or an IN.");
        }
        Optional<Boolean> reversed = Optional.empty();
        int position = 0;
        for (Select.Ordering ordering : orderings()) {
            ColumnMetadata column = WhereBinder.column(table, ordering.column().text());
            if (column.kind() != ColumnKind.CLUSTERING) {
                throw new InvalidRequest(
                        "Order by is currently only supported on the clustered columns of the PRIMARY KEY, got "
                                + column.name());
            }
            while (position < column.position()
                    && where.equalColumns().contains(table.clustering().get(position))) {
                position++;
            }
            if (column.position() != position) {
                throw new InvalidRequest("Order by currently only supports the ordering of columns following their"
                        + " declared order in the PRIMARY KEY");
            }
            position++;
            boolean backwards = ordering.descending() != column.descending();
            if (reversed.isPresent() && reversed.get() != backwards) {
                throw new InvalidRequest("Unsupported order by relation");
            }
            reversed = Optional.of(backwards);
        }
        return reversed.orElseThrow();
    }

    /// `ORDER BY v ANN OF [1, 2]` takes an index, and there is none.
    private void refuseNearest(Select.Ordering ordering) {
        ColumnMetadata column = WhereBinder.column(table, ordering.column().text());
        terms.bind(ordering.nearestTo().orElseThrow(), Receiver.of(table, column));
        if (select.orderBy().size() > 1) {
            throw new InvalidRequest("ANN ordering does not support any other ordering");
        }
        if (ordering.descending()) {
            throw new InvalidRequest("Descending ANN ordering is not supported");
        }
        boolean ofFloats = column.type() instanceof VectorType vector && vector.element() == NativeType.FLOAT;
        throw new InvalidRequest(
                ofFloats
                        ? "ANN ordering by vector requires the column to be indexed"
                        : "ANN ordering is only supported on float vector indexes");
    }

    private long fingerprint(Where where, boolean reversed) {
        String text = table.id().uuid() + "/" + reversed + "/" + select.distinct() + "/" + where.namesPartitions() + "/"
                + select.groupBy().stream().map(SelectorText::of).collect(joining(","));
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has MD5", e);
        }
    }
}
