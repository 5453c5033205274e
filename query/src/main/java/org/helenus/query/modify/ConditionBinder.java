package org.helenus.query.modify;

import java.util.List;
import java.util.Optional;
import org.helenus.cql.tree.ColumnTarget;
import org.helenus.cql.tree.InValues;
import org.helenus.cql.tree.Name;
import org.helenus.cql.tree.Operator;
import org.helenus.cql.tree.Term;
import org.helenus.query.expression.Expression;
import org.helenus.query.expression.Receiver;
import org.helenus.query.expression.TermBinder;
import org.helenus.query.restriction.Filter;
import org.helenus.query.restriction.WhereBinder;
import org.helenus.query.row.SlotPlan;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.SetType;
import org.helenus.schema.type.UserType;

/// Resolves the parts of an `IF` clause. Messages are Cassandra's.
final class ConditionBinder {
    private final TableMetadata table;
    private final TermBinder terms;
    private final SlotPlan.Builder slots;

    ConditionBinder(TableMetadata table, TermBinder terms, SlotPlan.Builder slots) {
        this.table = table;
        this.terms = terms;
        this.slots = slots;
    }

    Condition bind(org.helenus.cql.tree.Condition condition) {
        ColumnTarget target = condition.target();
        ColumnMetadata column = WhereBinder.column(table, target.column().text());
        if (column.isPrimaryKey()) {
            throw new InvalidRequest("PRIMARY KEY column '" + column.name() + "' cannot have IF conditions");
        }
        if (column.type() == NativeType.COUNTER) {
            throw new InvalidRequest("Conditions on counters are not supported");
        }
        Receiver receiver = Receiver.of(table, column);
        Condition.Part part = part(column, target, receiver);
        Receiver value = switch (target) {
            case ColumnTarget.Whole _ -> receiver;
            case ColumnTarget.Element _ ->
                receiver.part("value(" + column.name() + ")", Condition.elementType(column.type()));
            case ColumnTarget.Field(var _, Name field) ->
                receiver.part(
                        column.name() + "." + field,
                        ((UserType) column.type()).fieldTypes().get(((Condition.Field) part).index()));
        };
        int slot = slots.slot(column);
        return switch (condition) {
            case org.helenus.cql.tree.Condition.Comparison(var _, Operator operator, Term term) ->
                comparison(column, slot, part, value, operator, term);
            case org.helenus.cql.tree.Condition.In(var _, InValues values) -> in(column, slot, part, value, values);
        };
    }

    private Condition.Part part(ColumnMetadata column, ColumnTarget target, Receiver receiver) {
        return switch (target) {
            case ColumnTarget.Whole _ -> new Condition.Whole();
            case ColumnTarget.Element(var _, Term key) ->
                switch (column.type()) {
                    case ListType _ ->
                        new Condition.Element(
                                terms.bind(key, receiver.part("idx(" + column.name() + ")", NativeType.INT)));
                    case MapType map ->
                        new Condition.Element(terms.bind(key, receiver.part("key(" + column.name() + ")", map.key())));
                    case SetType _ ->
                        throw new InvalidRequest("Invalid element access syntax for set column " + column.name());
                    default ->
                        throw new InvalidRequest(
                                "Invalid element access syntax for non-collection column " + column.name());
                };
            case ColumnTarget.Field(var _, Name field) -> {
                int index = column.type() instanceof UserType user ? user.field(field.text()) : -1;
                if (index < 0) {
                    throw new InvalidRequest("Unknown field " + field + " for column " + column.name());
                }
                yield new Condition.Field(index);
            }
        };
    }

    private Condition comparison(
            ColumnMetadata column, int slot, Condition.Part part, Receiver receiver, Operator operator, Term term) {
        CqlType type = receiver.type();
        Receiver value = receiver;
        switch (operator) {
            case LIKE -> throw new InvalidRequest("LIKE is not supported in conditions");
            case CONTAINS, CONTAINS_KEY -> {
                boolean isKey = operator == Operator.CONTAINS_KEY;
                boolean isCollection = type instanceof ListType || type instanceof SetType || type instanceof MapType;
                if (!isCollection) {
                    throw new InvalidRequest(
                            "Cannot use " + operator.symbol() + " on non-collection column " + column.name());
                }
                if (isKey && !(type instanceof MapType)) {
                    throw new InvalidRequest("Cannot use CONTAINS KEY on non-map column " + column.name());
                }
                value = receiver.part(
                        (isKey ? "key(" : "value(") + column.name() + ")", Filter.elementType(type, isKey));
            }
            case EQ, NEQ -> {}
            case LT, LTE, GT, GTE -> {
                if (type.contains(NativeType.DURATION)) {
                    throw new InvalidRequest(WhereBinder.holderOfDurations(type)
                            .map(holders -> "Slice conditions are not supported on " + holders)
                            .orElse("Slice conditions ( " + operator.symbol() + " ) are not supported on durations"));
                }
            }
        }
        return new Condition(
                column,
                slot,
                part,
                type,
                new Condition.Compare(operator),
                List.of(terms.bind(term, value)),
                Optional.empty());
    }

    private Condition in(ColumnMetadata column, int slot, Condition.Part part, Receiver receiver, InValues values) {
        List<Expression> listed = List.of();
        Optional<Expression> list = Optional.empty();
        switch (values) {
            case InValues.Listed(List<Term> all) ->
                listed = all.stream().map(term -> terms.bind(term, receiver)).toList();
            case InValues.Marker(Term.BindMarker marker) ->
                list = Optional.of(terms.bind(
                        marker,
                        receiver.part(
                                "in(" + receiver.name() + ")",
                                new ListType(receiver.type().freeze(), false))));
        }
        return new Condition(column, slot, part, receiver.type(), new Condition.In(), listed, list);
    }
}
