package org.helenus.query.modify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.helenus.cql.tree.Operator;
import org.helenus.query.expression.Expression;
import org.helenus.query.expression.Numbers;
import org.helenus.query.expression.Scope;
import org.helenus.query.restriction.Filter;
import org.helenus.query.row.Elements;
import org.helenus.query.row.RowSlots;
import org.helenus.query.row.Slice;
import org.helenus.query.row.WireValues;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.SetType;
import org.helenus.schema.type.UserType;
import org.helenus.storage.encoding.CellPath;

/// One part of an `IF` clause: a column, or a part of one, compared with values. Null is a value here: `IF c = null`
/// holds when the column is not there.
///
/// @param part what of the column
/// @param type of the column, or of the part
/// @param values one for comparisons, those listed for `IN`
/// @param list the list of an `IN ?`, instead of values
record Condition(
        ColumnMetadata column,
        int slot,
        Part part,
        CqlType type,
        Test test,
        List<Expression> values,
        Optional<Expression> list) {
    Condition {
        values = List.copyOf(values);
    }

    sealed interface Part {}

    record Whole() implements Part {}

    record Element(Expression key) implements Part {}

    record Field(int index) implements Part {}

    sealed interface Test {}

    record Compare(Operator operator) implements Test {}

    record In() implements Test {}

    /// Complains about values that are not of their types, and of a list that is none: before any row is looked at.
    void check(Scope scope) {
        var scratch = new Slice();
        if (part instanceof Element(Expression key)) {
            key.evaluate(scope, scratch);
        }
        switch (test) {
            case Compare _ -> values.getFirst().evaluate(scope, scratch);
            case In _ -> choices(scope);
        }
    }

    /// Whether the row meets it.
    boolean holds(Scope scope, RowSlots row) {
        var found = new Slice();
        Optional<byte[]> current = current(scope, row, found);
        return switch (test) {
            case In _ -> isOneOf(scope, current);
            case Compare(Operator operator) -> {
                Optional<byte[]> wanted = evaluate(values.getFirst(), scope);
                yield compare(operator, current, wanted);
            }
        };
    }

    private static Optional<byte[]> evaluate(Expression expression, Scope scope) {
        var value = new Slice();
        expression.evaluate(scope, value);
        if (value.isUnset()) {
            throw new InvalidRequest("Invalid 'unset' value in condition");
        }
        return value.hasValue() ? Optional.of(value.bytes()) : Optional.empty();
    }

    private boolean isOneOf(Scope scope, Optional<byte[]> current) {
        return choices(scope).stream().anyMatch(value -> isEqual(current, value));
    }

    /// What `IN` lists, without what is unset.
    private List<Optional<byte[]>> choices(Scope scope) {
        if (list.isPresent()) {
            return WireValues.elements(evaluate(list.get(), scope)
                    .orElseThrow(() -> new InvalidRequest("Invalid null list in IN condition")));
        }
        var choices = new ArrayList<Optional<byte[]>>(values.size());
        var value = new Slice();
        for (Expression expression : values) {
            expression.evaluate(scope, value);
            if (!value.isUnset()) {
                choices.add(value.hasValue() ? Optional.of(value.bytes()) : Optional.empty());
            }
        }
        return choices;
    }

    private boolean isEqual(Optional<byte[]> current, Optional<byte[]> wanted) {
        Optional<byte[]> other = wanted.filter(value -> !isEmptyCollection(value));
        return current.isPresent() && other.isPresent()
                ? type.compare(current.get(), other.get()) == 0
                : current.isEmpty() && other.isEmpty();
    }

    /// A non-frozen collection without elements does not exist.
    private boolean isEmptyCollection(byte[] value) {
        return type.isMultiCell() && !(type instanceof UserType) && value.length <= 4;
    }

    private String kind() {
        return switch (type) {
            case ListType _ -> "list";
            case SetType _ -> "set";
            default -> "map";
        };
    }

    private boolean compare(Operator operator, Optional<byte[]> current, Optional<byte[]> wanted) {
        return switch (operator) {
            case EQ -> isEqual(current, wanted);
            case NEQ -> !isEqual(current, wanted);
            case LT, LTE, GT, GTE -> {
                if (wanted.isEmpty()) {
                    throw new InvalidRequest("Invalid comparison with null for operator \"" + operator.symbol() + "\"");
                }
                if (isEmptyCollection(wanted.get())) {
                    throw new InvalidRequest("Invalid comparison with an empty " + kind() + " for operator \""
                            + operator.symbol() + "\"");
                }
                yield current.isPresent() && Filter.holds(operator, type.compare(current.get(), wanted.get()));
            }
            case CONTAINS, CONTAINS_KEY -> {
                if (wanted.isEmpty()) {
                    throw new InvalidRequest("Invalid comparison with null for operator \"" + operator.symbol() + "\"");
                }
                var collection = new Slice();
                current.ifPresent(collection::set);
                yield current.isPresent()
                        && Filter.contains(type, collection, operator == Operator.CONTAINS_KEY, wanted.get());
            }
            case LIKE -> throw new IllegalStateException("LIKE in a condition");
        };
    }

    /// The value of the column or part; empty: null.
    private Optional<byte[]> current(Scope scope, RowSlots row, Slice found) {
        switch (part) {
            case Whole _ -> row.get(slot, found);
            case Field(int index) -> field(row, index, found);
            case Element(Expression key) -> element(scope, row, key, found);
        }
        return found.hasValue() ? Optional.of(found.bytes()) : Optional.empty();
    }

    private void field(RowSlots row, int index, Slice found) {
        if (row.isMultiCell(slot)) {
            Elements elements = row.elements(slot);
            int at = elements.find(CellPath.ofField(index));
            found.setNull();
            if (at >= 0) {
                elements.value(at, found);
            }
            return;
        }
        row.get(slot, found);
        if (found.hasValue()) {
            int count = ((UserType) column.type()).fieldTypes().size();
            set(WireValues.components(found.bytes(), count).get(index), found);
        }
    }

    private byte[] key(Scope scope, Expression key) {
        return evaluate(key, scope)
                .orElseThrow(() -> new InvalidRequest("Invalid null value for "
                        + (column.type() instanceof MapType ? "map" : "list") + " element access"));
    }

    private void element(Scope scope, RowSlots row, Expression key, Slice found) {
        byte[] wanted = key(scope, key);
        if (column.type() instanceof MapType map) {
            if (!Filter.entry(row, slot, map, wanted, found)) {
                found.setNull();
            }
            return;
        }
        int index = (int) Numbers.integer(wanted);
        if (index < 0) {
            throw new InvalidRequest("Invalid negative list index " + index);
        }
        row.get(slot, found);
        List<Optional<byte[]>> elements = found.hasValue() ? WireValues.elements(found) : List.of();
        set(index < elements.size() ? elements.get(index) : Optional.empty(), found);
    }

    private static void set(Optional<byte[]> value, Slice into) {
        if (value.isPresent()) {
            into.set(value.get());
        } else {
            into.setNull();
        }
    }

    /// The type of an element of a list or map.
    static CqlType elementType(CqlType collection) {
        return switch (collection) {
            case ListType list -> list.element();
            case MapType map -> map.value();
            default -> throw new IllegalStateException(collection.cqlName());
        };
    }
}
