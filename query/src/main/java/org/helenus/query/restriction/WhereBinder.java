package org.helenus.query.restriction;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.helenus.cql.tree.InValues;
import org.helenus.cql.tree.Name;
import org.helenus.cql.tree.Operator;
import org.helenus.cql.tree.Relation;
import org.helenus.cql.tree.Term;
import org.helenus.query.expression.Expression;
import org.helenus.query.expression.Receiver;
import org.helenus.query.expression.TermBinder;
import org.helenus.query.expression.TermText;
import org.helenus.query.row.SlotPlan;
import org.helenus.schema.ColumnKind;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.CustomType;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.Names;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.SetType;
import org.helenus.schema.type.TupleType;
import org.helenus.schema.type.UserType;
import org.helenus.schema.type.VectorType;

/// Resolves the `WHERE` clause of one statement: sorts its relations by what they restrict, joins those on one column,
/// and decides which the keys serve. Messages are Cassandra's. One statement, one thread.
public final class WhereBinder {
    public static final String NEEDS_FILTERING = "Cannot execute this query as it might involve data filtering and thus"
            + " may have unpredictable performance. If you want to execute this query despite the performance"
            + " unpredictability, use ALLOW FILTERING";

    /// Which statement the clause belongs to; the names are those of messages.
    public enum Kind {
        SELECT,
        UPDATE,
        DELETE
    }

    private final TableMetadata table;
    private final Kind kind;
    private final TermBinder terms;
    private final SlotPlan.Builder slots;
    private final RestrictedColumns restricted;

    /// @param allowFiltering whether rows may be tested one by one
    /// @param onlyStatics whether the statement is about static columns alone
    public WhereBinder(
            TableMetadata table,
            Kind kind,
            TermBinder terms,
            SlotPlan.Builder slots,
            boolean allowFiltering,
            boolean onlyStatics) {
        this.table = table;
        this.kind = kind;
        this.terms = terms;
        this.slots = slots;
        restricted = new RestrictedColumns(table, kind, slots, allowFiltering, onlyStatics);
    }

    public Where bind(List<Relation> relations) {
        for (Relation relation : relations) {
            add(relation);
        }
        return restricted.place();
    }

    private void add(Relation relation) {
        switch (relation) {
            case Relation.Comparison(Name name, Operator operator, Term value) ->
                comparison(column(name), operator, value);
            case Relation.In(Name name, InValues values) -> in(column(name), values);
            case Relation.IsNotNull(Name name) ->
                throw new InvalidRequest(
                        "Unsupported restriction: " + column(name).name() + " IS NOT NULL");
            case Relation.Element(Name name, Term key, Operator operator, Term value) ->
                entry(column(name), key, operator, value);
            case Relation.Token(List<Name> names, Operator operator, Term value) -> token(names, operator, value);
            case Relation.Tuple(List<Name> names, Operator operator, Term value) ->
                tuple(columns(names, " " + operator.symbol() + " " + TermText.of(value)), operator, value);
            case Relation.TupleIn(List<Name> names, InValues values) ->
                tupleIn(columns(names, " IN " + text(values)), values);
            case Relation.CustomIndex(var index, var _) ->
                throw new InvalidRequest("Invalid index expression, index " + index + " not found for "
                        + table.keyspace() + "." + table.name());
        }
    }

    private ColumnMetadata column(Name name) {
        return column(table, name.text());
    }

    /// @throws InvalidRequest when the table has no such column
    public static ColumnMetadata column(TableMetadata table, String name) {
        return table.column(name).orElseThrow(() -> undefined(table, name));
    }

    public static InvalidRequest undefined(TableMetadata table, String name) {
        return new InvalidRequest("Undefined column name " + Names.maybeQuote(name) + " in table " + table.keyspace()
                + "." + table.name());
    }

    private void comparison(ColumnMetadata column, Operator operator, Term term) {
        switch (operator) {
            case LIKE -> {
                terms.bind(term, Receiver.of(table, column));
                throw new InvalidRequest("LIKE restriction is only supported on properly indexed columns. "
                        + column.name() + " LIKE " + TermText.of(term) + " is not valid.");
            }
            case NEQ ->
                throw new InvalidRequest("Unsupported \"!=\" relation: " + column.name() + " != " + TermText.of(term));
            case CONTAINS, CONTAINS_KEY -> contains(column, operator == Operator.CONTAINS_KEY, term);
            case EQ, LT, LTE, GT, GTE -> {
                if (column.type().isMultiCell()) {
                    throw notOnCollection(column, operator.symbol());
                }
                boolean isRange = operator != Operator.EQ;
                if (isRange && column.type().contains(NativeType.DURATION)) {
                    throw new InvalidRequest("Slice restrictions are not supported on "
                            + holderOfDurations(column.type()).orElse("duration columns"));
                }
                Expression value = terms.bind(term, Receiver.of(table, column));
                restricted.restrict(
                        column,
                        isRange
                                ? range(List.of(column), List.of(value), operator)
                                : new Restriction.Equal(column, value));
            }
        }
    }

    /// What a type that has durations in it is called; empty: it is a duration itself.
    public static Optional<String> holderOfDurations(CqlType type) {
        return switch (type) {
            case ListType _, SetType _, MapType _ -> Optional.of("collections containing durations");
            case TupleType _ -> Optional.of("tuples containing durations");
            case UserType _ -> Optional.of("UDTs containing durations");
            case NativeType _, VectorType _, CustomType _ -> Optional.empty();
        };
    }

    private static InvalidRequest notOnCollection(ColumnMetadata column, String operator) {
        if (column.type() instanceof UserType) {
            return new InvalidRequest("Non-frozen UDT column '" + column.name() + "' ("
                    + column.type().cqlName() + ") cannot be restricted by any relation");
        }
        return new InvalidRequest("Collection column '" + column.name() + "' ("
                + column.type().cqlName() + ") cannot be restricted by a '" + operator + "' relation");
    }

    private static Restriction.Range range(List<ColumnMetadata> columns, List<Expression> values, Operator operator) {
        boolean inclusive = operator == Operator.LTE || operator == Operator.GTE;
        var bound = Optional.of(new Restriction.Bound(columns, values, inclusive));
        return operator == Operator.GT || operator == Operator.GTE
                ? new Restriction.Range(bound, Optional.empty())
                : new Restriction.Range(Optional.empty(), bound);
    }

    private void in(ColumnMetadata column, InValues values) {
        if (column.type().isMultiCell()) {
            throw notOnCollection(column, "IN");
        }
        Restriction.Choices choices = switch (values) {
            case InValues.Listed(List<Term> listed) ->
                new Restriction.Listed(listed.stream()
                        .map(term -> List.of(terms.bind(term, Receiver.of(table, column))))
                        .toList());
            case InValues.Marker(Term.BindMarker marker) ->
                new Restriction.AsList(
                        terms.bind(
                                marker,
                                Receiver.of(
                                        table.keyspace(),
                                        table.name(),
                                        "in(" + column.name() + ")",
                                        new ListType(column.type(), false))),
                        Optional.empty());
        };
        // a single value is an equality
        if (choices instanceof Restriction.Listed(var tuples) && tuples.size() == 1) {
            restricted.restrict(
                    column, new Restriction.Equal(column, tuples.getFirst().getFirst()));
        } else {
            restricted.restrict(column, new Restriction.In(List.of(column), choices));
        }
    }

    private void contains(ColumnMetadata column, boolean isKey, Term term) {
        if (isKey && !(column.type() instanceof MapType)) {
            throw new InvalidRequest("Cannot use CONTAINS KEY on non-map column " + column.name());
        }
        if (!(column.type() instanceof ListType
                || column.type() instanceof org.helenus.schema.type.SetType
                || column.type() instanceof MapType)) {
            throw new InvalidRequest("Cannot use CONTAINS on non-collection column " + column.name());
        }
        String part = (isKey ? "key(" : "value(") + column.name() + ")";
        Expression value = terms.bind(
                term, Receiver.of(table.keyspace(), table.name(), part, Filter.elementType(column.type(), isKey)));
        int slot = Filter.Contains.isByPath(column, isKey) ? slots.slotOfElements(column) : slots.slot(column);
        restricted.filter(column, new Filter.Contains(slot, column, isKey, value));
    }

    private void entry(ColumnMetadata column, Term key, Operator operator, Term value) {
        if (column.type() instanceof ListType) {
            throw new InvalidRequest(
                    "Indexes on list entries (" + column.name() + "[index] = value) are not currently supported.");
        }
        if (!(column.type() instanceof MapType map)) {
            throw new InvalidRequest("Column " + column.name() + " cannot be used as a map");
        }
        if (!map.isMultiCell()) {
            throw new InvalidRequest(
                    "Map-entry equality predicates on frozen map column " + column.name() + " are not supported");
        }
        if (operator != Operator.EQ) {
            throw new InvalidRequest("Only EQ relations are supported on map entries");
        }
        Receiver receiver = Receiver.of(table, column);
        Expression boundKey = terms.bind(key, receiver.part("key(" + column.name() + ")", map.key()));
        Expression boundValue = terms.bind(value, receiver.part("value(" + column.name() + ")", map.value()));
        restricted.filter(
                column, new Filter.Entry(slots.slotOfElements(column), column, boundKey, operator, boundValue));
    }

    private void token(List<Name> names, Operator operator, Term value) {
        List<ColumnMetadata> given = names.stream().map(this::column).toList();
        if (!given.equals(table.partitionKey())) {
            if (given.containsAll(table.partitionKey())
                    && given.size() == table.partitionKey().size()) {
                throw new InvalidRequest("The token function arguments must be in the partition key order: "
                        + RestrictedColumns.join(table.partitionKey()));
            }
            if (given.size() >= table.partitionKey().size() && given.containsAll(table.partitionKey())) {
                throw new InvalidRequest("The token() function must contains only partition key components");
            }
            throw new InvalidRequest(
                    "The token() function must be applied to all partition key components or none of them");
        }
        if (kind != Kind.SELECT) {
            throw new InvalidRequest("The token function cannot be used in WHERE clauses for " + kind + " statements");
        }
        Expression token = terms.bind(
                value, Receiver.of(table.keyspace(), table.name(), "partition key token", NativeType.BIGINT));
        var inclusive = Optional.of(
                new PartitionRestrictions.TokenBound(token, operator != Operator.LT && operator != Operator.GT));
        boolean lower = operator == Operator.EQ || operator == Operator.GT || operator == Operator.GTE;
        boolean upper = operator == Operator.EQ || operator == Operator.LT || operator == Operator.LTE;
        if (!lower && !upper) {
            throw new InvalidRequest(operator.symbol() + " cannot be used with the token function");
        }
        restricted.tokens(lower ? inclusive : Optional.empty(), upper ? inclusive : Optional.empty());
    }

    private List<ColumnMetadata> columns(List<Name> names, String tail) {
        var columns = new ArrayList<ColumnMetadata>(names.size());
        String text = names.stream().map(Name::text).collect(joining(", ", "(", ")")) + tail;
        int previous = -1;
        for (Name name : names) {
            ColumnMetadata column = column(name);
            if (column.kind() != ColumnKind.CLUSTERING) {
                throw new InvalidRequest(
                        "Multi-column relations can only be applied to clustering columns but was applied to: "
                                + column.name());
            }
            if (columns.contains(column)) {
                throw new InvalidRequest("Column \"" + column.name() + "\" appeared twice in a relation: " + text);
            }
            if (previous >= 0 && column.position() != previous + 1) {
                throw new InvalidRequest(
                        "Clustering columns must appear in the PRIMARY KEY order in multi-column relations: " + text);
            }
            previous = column.position();
            columns.add(column);
        }
        return columns;
    }

    private static String text(InValues values) {
        return switch (values) {
            case InValues.Listed(List<Term> listed) ->
                listed.stream().map(TermText::of).collect(joining(", ", "(", ")"));
            case InValues.Marker(Term.BindMarker marker) -> TermText.of(marker);
        };
    }

    private static TupleType tupleType(List<ColumnMetadata> columns) {
        return new TupleType(columns.stream().map(ColumnMetadata::type).toList());
    }

    /// The values of `(a, b)` for the columns: of a literal its elements, of a marker the components of its tuple.
    private List<Expression> tupleValues(List<ColumnMetadata> columns, Term term, UnaryOperator<String> target) {
        if (term instanceof Term.TupleLiteral(List<Term> elements)) {
            if (elements.size() != columns.size()) {
                throw new InvalidRequest("Expected " + columns.size() + " elements in value tuple, but got "
                        + elements.size() + ": " + TermText.of(term));
            }
            var values = new ArrayList<Expression>(columns.size());
            for (int i = 0; i < columns.size(); i++) {
                Expression value = terms.bind(elements.get(i), Receiver.of(table, columns.get(i)));
                values.add(
                        new TupleElement(value, i, target.apply(columns.get(i).name())));
            }
            return values;
        }
        TupleType type = tupleType(columns);
        String name = columns.stream().map(ColumnMetadata::name).collect(joining(",", "(", ")"));
        Expression tuple = terms.bind(term, Receiver.of(table.keyspace(), table.name(), name, type));
        var values = new ArrayList<Expression>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            var component = new TupleComponent(tuple, i, type.components().get(i), name);
            values.add(
                    new TupleElement(component, i, target.apply(columns.get(i).name())));
        }
        return values;
    }

    private void tuple(List<ColumnMetadata> columns, Operator operator, Term term) {
        String target = operator == Operator.EQ ? "for column " : "in condition for column ";
        List<Expression> values = tupleValues(columns, term, target::concat);
        switch (operator) {
            case EQ -> {
                for (int i = 0; i < columns.size(); i++) {
                    restricted.restrict(columns.get(i), new Restriction.Equal(columns.get(i), values.get(i)));
                }
            }
            case LT, LTE, GT, GTE -> restricted.restrict(columns.getFirst(), range(columns, values, operator));
            case NEQ ->
                throw new InvalidRequest("Unsupported \"!=\" relation: "
                        + columns.stream().map(ColumnMetadata::name).collect(joining(", ", "(", ")")) + " != "
                        + TermText.of(term));
            case LIKE, CONTAINS, CONTAINS_KEY ->
                throw new InvalidRequest(operator.symbol() + " cannot be used for multi-column relations");
        }
    }

    private void tupleIn(List<ColumnMetadata> columns, InValues values) {
        Restriction.Choices choices = switch (values) {
            case InValues.Listed(List<Term> listed) -> {
                List<String> names = columns.stream().map(ColumnMetadata::name).toList();
                // a single tuple is an equality
                UnaryOperator<String> target =
                        column -> listed.size() == 1 ? "for column " + column : "in condition for columns: " + names;
                yield new Restriction.Listed(listed.stream()
                        .map(term -> tupleValues(columns, term, target))
                        .toList());
            }
            case InValues.Marker(Term.BindMarker marker) -> {
                String name = columns.stream().map(ColumnMetadata::name).collect(joining(",", "in(", ")"));
                Receiver receiver =
                        Receiver.of(table.keyspace(), table.name(), name, new ListType(tupleType(columns), false));
                yield new Restriction.AsList(terms.bind(marker, receiver), Optional.of(name));
            }
        };
        for (ColumnMetadata column : columns) {
            restricted.checkFree(column);
        }
        restricted.restrict(columns.getFirst(), new Restriction.In(columns, choices));
    }
}
