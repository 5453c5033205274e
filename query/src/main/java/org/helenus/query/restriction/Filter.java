package org.helenus.query.restriction;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.helenus.cql.tree.Operator;
import org.helenus.query.expression.Expression;
import org.helenus.query.expression.Scope;
import org.helenus.query.row.RowSlots;
import org.helenus.query.row.Slice;
import org.helenus.query.row.WireValues;
import org.helenus.schema.ColumnKind;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.Murmur3;
import org.helenus.schema.PartitionKeys;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.SetType;
import org.helenus.storage.ElementSpan;
import org.helenus.storage.encoding.CellPath;

/// A condition that rows are tested by one after the other, because no key order serves it. A null value meets none.
public sealed interface Filter {
    /// The test with this execution's values.
    ///
    /// @throws InvalidRequest for a null or unset value
    Predicate<RowSlots> test(Scope scope);

    /// The one element that it looks at, when it looks at one of a column with many cells and at nothing else
    /// there.
    default Optional<ElementSpan> element(Scope scope) {
        return Optional.empty();
    }

    /// Whether it asks for a part of the partition key.
    default boolean isOnPartitionKey() {
        return switch (this) {
            case Compare compare -> compare.column().kind() == ColumnKind.PARTITION_KEY;
            case OneOf(var _, Restriction.In in) -> in.columns().getFirst().kind() == ColumnKind.PARTITION_KEY;
            case InTokens _ -> true;
            case Beyond(var _, var bound, var _, var _) ->
                bound.columns().getFirst().kind() == ColumnKind.PARTITION_KEY;
            case Contains _, Entry _ -> false;
        };
    }

    private static byte[] required(String column, Expression value, Scope scope) {
        return required("value", column, value, scope);
    }

    private static byte[] required(String what, String column, Expression value, Scope scope) {
        var scratch = new Slice();
        value.evaluate(scope, scratch);
        if (scratch.isNull()) {
            throw new InvalidRequest("Unsupported null " + what + " for column " + column);
        }
        if (scratch.isUnset()) {
            throw new InvalidRequest("Unsupported unset " + what + " for column " + column);
        }
        return scratch.bytes();
    }

    /// Whether an order, as compare gives it, is what an operator asks for.
    static boolean holds(Operator operator, int order) {
        return switch (operator) {
            case EQ -> order == 0;
            case NEQ -> order != 0;
            case LT -> order < 0;
            case LTE -> order <= 0;
            case GT -> order > 0;
            case GTE -> order >= 0;
            case LIKE, CONTAINS, CONTAINS_KEY -> throw new IllegalStateException(operator.symbol());
        };
    }

    private static Optional<List<byte[]>> values(RowSlots row, int[] slots) {
        var values = new byte[slots.length][];
        var found = new Slice();
        for (int i = 0; i < slots.length; i++) {
            row.get(slots[i], found);
            if (!found.hasValue()) {
                return Optional.empty();
            }
            values[i] = found.bytes();
        }
        return Optional.of(Arrays.asList(values));
    }

    /// `column op value`.
    record Compare(int slot, ColumnMetadata column, Operator operator, Expression value) implements Filter {
        @Override
        public Predicate<RowSlots> test(Scope scope) {
            byte[] bound = required(column.name(), value, scope);
            var found = new Slice();
            return row -> {
                row.get(slot, found);
                return found.hasValue() && holds(operator, column.type().compare(found.bytes(), bound));
            };
        }
    }

    /// `column IN (…)`, or of several columns.
    record OneOf(int[] slots, Restriction.In in) implements Filter {
        @Override
        public Predicate<RowSlots> test(Scope scope) {
            List<List<byte[]>> choices = KeyValues.choices(in, scope);
            return row -> {
                Optional<List<byte[]>> values = values(row, slots);
                return values.isPresent()
                        && choices.stream()
                                .anyMatch(choice -> KeyValues.compare(in.columns(), values.get(), choice) == 0);
            };
        }
    }

    /// `(a, b) op (x, y)`.
    ///
    /// @param inOrder whether all clustering columns before it are fixed: then it asks for a place in the order of
    /// rows
    record Beyond(int[] slots, Restriction.Bound bound, boolean lower, boolean inOrder) implements Filter {
        @Override
        public Predicate<RowSlots> test(Scope scope) {
            if (bound.columns().size() == 1) {
                required(bound.columns().getFirst().name(), bound.values().getFirst(), scope);
            }
            List<byte[]> edge = KeyValues.values(bound, scope);
            return row -> {
                var found = new Slice();
                int order = 0;
                for (int i = 0; i < slots.length && order == 0; i++) {
                    ColumnMetadata column = bound.columns().get(i);
                    row.get(slots[i], found);
                    if (found.hasValue()) {
                        order = column.type().compare(found.bytes(), edge.get(i));
                    } else if (inOrder) {
                        // what a row of a compact table leaves out comes first, whatever the
                        // order of the column
                        order = column.descending() ? 1 : -1;
                    } else {
                        return false;
                    }
                }
                return order == 0 ? bound.inclusive() : lower == order > 0;
            };
        }
    }

    /// `collection CONTAINS value`, `map CONTAINS KEY value`.
    record Contains(int slot, ColumnMetadata column, boolean isKey, Expression value) implements Filter {
        @Override
        public Predicate<RowSlots> test(Scope scope) {
            byte[] bound = required(column.name(), value, scope);
            var found = new Slice();
            return row -> {
                row.get(slot, found);
                return found.length > 0 && contains(column.type(), found, isKey, bound);
            };
        }

        /// Whether it asks for the element by its path.
        static boolean isByPath(ColumnMetadata column, boolean isKey) {
            return column.type().isMultiCell() && (isKey || column.type() instanceof SetType);
        }

        @Override
        public Optional<ElementSpan> element(Scope scope) {
            return isByPath(column, isKey)
                    ? Filter.element(column, elementType(column.type(), isKey), value, scope)
                    : Optional.empty();
        }
    }

    /// Whether a collection's wire value has this element, value or key.
    static boolean contains(CqlType type, Slice collection, boolean isKey, byte[] wanted) {
        List<Optional<byte[]>> elements = WireValues.elements(collection);
        boolean isMap = type instanceof MapType;
        CqlType elementType = elementType(type, isKey);
        // as Cassandra, which asks a frozen collection as Java's are asked, to which 1.0 and 1.00 are two; not
        // for keys
        boolean byBytes = !isKey && !type.isMultiCell() && elementType.contains(NativeType.DECIMAL);
        for (int i = isMap && !isKey ? 1 : 0; i < elements.size(); i += isMap ? 2 : 1) {
            if (elements.get(i).isPresent()
                    && elementType.compare(elements.get(i).get(), wanted) == 0
                    && (!byBytes || Arrays.equals(elements.get(i).get(), wanted))) {
                return true;
            }
        }
        return false;
    }

    /// The type of a collection's elements, of a map's values, or of its keys.
    static CqlType elementType(CqlType collection, boolean isKey) {
        return switch (collection) {
            case ListType list -> list.element();
            case SetType set -> set.element();
            case MapType map -> isKey ? map.key() : map.value();
            default -> throw new IllegalStateException(collection.cqlName());
        };
    }

    private static Optional<ElementSpan> element(ColumnMetadata column, CqlType type, Expression key, Scope scope) {
        return key.bytes(scope).map(wanted -> ElementSpan.one(column.id(), CellPath.of(type, wanted)));
    }

    /// The value under a key of a map column of the row.
    static boolean entry(RowSlots row, int slot, MapType map, byte[] key, Slice into) {
        if (row.isMultiCell(slot) && row.elements(slot).count() > 0) {
            int at = row.elements(slot).find(CellPath.of(map.key(), key));
            if (at >= 0) {
                row.elements(slot).value(at, into);
            }
            return at >= 0;
        }
        row.get(slot, into);
        if (into.length <= 0) {
            return false;
        }
        List<Optional<byte[]>> entries = WireValues.elements(into);
        for (int i = 0; i < entries.size(); i += 2) {
            if (map.key().compare(entries.get(i).orElseThrow(), key) == 0) {
                into.set(entries.get(i + 1).orElseThrow());
                return true;
            }
        }
        return false;
    }

    /// `map[key] = value`.
    record Entry(int slot, ColumnMetadata column, Expression key, Operator operator, Expression value)
            implements Filter {
        @Override
        public Predicate<RowSlots> test(Scope scope) {
            MapType map = (MapType) column.type();
            byte[] wantedKey = required("map key", column.name(), key, scope);
            byte[] wantedValue = required("map value", column.name(), value, scope);
            var found = new Slice();
            return row -> entry(row, slot, map, wantedKey, found)
                    && holds(operator, map.value().compare(found.bytes(), wantedValue));
        }

        @Override
        public Optional<ElementSpan> element(Scope scope) {
            return Filter.element(column, ((MapType) column.type()).key(), key, scope);
        }
    }

    /// A range of tokens beside partitions that are named by their keys.
    record InTokens(int[] partitionKeySlots, PartitionRestrictions.Tokens tokens) implements Filter {
        @Override
        public Predicate<RowSlots> test(Scope scope) {
            return row -> {
                byte[] key =
                        PartitionKeys.compose(values(row, partitionKeySlots).orElseThrow());
                return tokens.contains(Murmur3.token(key, 0, key.length), scope);
            };
        }
    }
}
