package org.helenus.query.modify;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.helenus.query.expression.Expression;
import org.helenus.query.expression.Numbers;
import org.helenus.query.expression.Scope;
import org.helenus.query.row.Elements;
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

/// What a statement does to one column. An unset value does nothing.
sealed interface Operation {
    ColumnMetadata column();

    /// Whether it must know what the row holds.
    default boolean readsBefore() {
        return false;
    }

    /// What it does to a list that it must read first, in words; empty: it does not.
    default Optional<String> listRead() {
        return switch (this) {
            case Discard discard when discard.readsBefore() -> Optional.of("Removal of list items");
            case SetElement set
            when set.readsBefore() ->
                Optional.of(
                        set.value().isPresent() ? "Setting of list items by index" : "Removal of list items by index");
            case SetCell _, DeleteCell _, Count _, DeleteAll _, Put _, Discard _, SetElement _, SetField _ ->
                Optional.empty();
        };
    }

    /// Whether it stands in a `DELETE`.
    default boolean isDeletion() {
        return switch (this) {
            case DeleteCell _, DeleteAll _ -> true;
            case SetElement element -> element.value().isEmpty();
            case SetField field -> field.value().isEmpty();
            case SetCell _, Count _, Put _, Discard _ -> false;
        };
    }

    /// `c = value` of a column with one cell.
    record SetCell(ColumnMetadata column, Expression value) implements Operation {}

    /// `DELETE c` of a column with one cell.
    record DeleteCell(ColumnMetadata column) implements Operation {}

    /// `c = c + value` of a counter, or `-` with a negative sign.
    record Count(ColumnMetadata column, Expression delta, int sign) implements Operation {
        @Override
        public boolean readsBefore() {
            return true;
        }

        /// The change to the total; empty: none.
        Optional<Long> change(Scope scope) {
            var value = new Slice();
            delta.evaluate(scope, value);
            if (value.isUnset()) {
                return Optional.empty();
            }
            if (value.length != 8) {
                throw new InvalidRequest("Invalid null value for counter increment");
            }
            long change = Numbers.integer(value.array, value.offset, 8);
            if (sign < 0 && change == Long.MIN_VALUE) {
                throw new InvalidRequest("The negation of " + change
                        + " overflows supported counter precision (signed 8 bytes integer)");
            }
            return Optional.of(sign * change);
        }
    }

    /// An operation on a column with many cells.
    sealed interface OnElements extends Operation {
        /// @param before the column's cells as they are; none when the operation does not read
        void apply(Scope scope, Elements before, ColumnCells cells);
    }

    /// `DELETE c` of all cells.
    record DeleteAll(ColumnMetadata column) implements OnElements {
        @Override
        public void apply(Scope scope, Elements before, ColumnCells cells) {
            cells.delete();
        }
    }

    /// `c = value`, or `c = c + value`, or `c = value + c` of a list.
    record Put(ColumnMetadata column, Expression value, Mode mode) implements OnElements {
        enum Mode {
            REPLACE,
            ADD,
            PREPEND
        }

        @Override
        public void apply(Scope scope, Elements before, ColumnCells cells) {
            var given = new Slice();
            value.evaluate(scope, given);
            if (given.isUnset()) {
                return;
            }
            if (mode == Mode.REPLACE) {
                cells.overwrite();
            }
            if (!given.hasValue()) {
                return;
            }
            switch (column.type()) {
                case ListType _ -> {
                    List<Optional<byte[]>> elements = WireValues.elements(given);
                    cells.begin(elements.size());
                    putList(scope, elements, cells);
                    cells.end();
                }
                case SetType set -> {
                    List<Optional<byte[]>> elements = WireValues.elements(given);
                    cells.begin(elements.size());
                    for (Optional<byte[]> element : elements) {
                        byte[] wire = required(element);
                        cells.put(
                                CellPath.of(set.element(), wire),
                                CellPath.setValue(set.element(), wire),
                                wire.length,
                                0);
                    }
                    cells.end();
                }
                case MapType map -> {
                    List<Optional<byte[]>> entries = WireValues.elements(given);
                    cells.begin(entries.size() / 2);
                    for (int i = 0; i < entries.size(); i += 2) {
                        byte[] key = required(entries.get(i));
                        byte[] mapped = required(entries.get(i + 1));
                        cells.put(
                                CellPath.of(map.key(), key),
                                CellPath.mapValue(map.key(), key, mapped),
                                key.length,
                                mapped.length);
                    }
                    cells.end();
                }
                case UserType user -> {
                    List<Optional<byte[]>> fields = WireValues.components(
                            given.bytes(), user.fieldTypes().size());
                    for (int i = 0; i < user.fieldTypes().size(); i++) {
                        byte[] path = CellPath.ofField(i);
                        fields.get(i).ifPresent(field -> cells.put(path, field));
                    }
                }
                default -> throw new IllegalStateException(column.type().cqlName());
            }
        }

        private void putList(Scope scope, List<Optional<byte[]>> elements, ColumnCells cells) {
            var uuids = scope.environment().timeUuids();
            byte[][] front = mode == Mode.PREPEND ? uuids.before(elements.size()) : new byte[0][];
            for (int i = 0; i < elements.size(); i++) {
                byte[] position = mode == Mode.PREPEND ? front[i] : uuids.next();
                cells.put(CellPath.ofPosition(position), required(elements.get(i)));
            }
        }
    }

    private static byte[] required(Optional<byte[]> element) {
        return element.orElseThrow(() -> new InvalidRequest("null is not supported inside collections"));
    }

    /// `c = c - value`: removes elements of a list or set, keys of a map. A list's are those of the same bytes:
    /// 1.0 is
    /// not 1.00.
    record Discard(ColumnMetadata column, Expression value) implements OnElements {
        @Override
        public boolean readsBefore() {
            return column.type() instanceof ListType;
        }

        @Override
        public void apply(Scope scope, Elements before, ColumnCells cells) {
            var given = new Slice();
            value.evaluate(scope, given);
            if (!given.hasValue()) {
                return;
            }
            List<Optional<byte[]>> unwanted = WireValues.elements(given);
            switch (column.type()) {
                case ListType _ -> {
                    var element = new Slice();
                    for (int i = 0; i < before.count(); i++) {
                        before.value(i, element);
                        byte[] wire = element.bytes();
                        if (unwanted.stream().anyMatch(other -> Arrays.equals(required(other), wire))) {
                            cells.remove(before.path(i));
                        }
                    }
                }
                case SetType set ->
                    unwanted.forEach(element -> cells.remove(CellPath.of(set.element(), required(element))));
                case MapType map -> unwanted.forEach(key -> cells.remove(CellPath.of(map.key(), required(key))));
                default -> throw new IllegalStateException(column.type().cqlName());
            }
        }
    }

    /// `c[key] = value` of a map or list; without a value `DELETE c[key]`, also of a set.
    record SetElement(ColumnMetadata column, Expression key, Optional<Expression> value) implements OnElements {
        @Override
        public boolean readsBefore() {
            return column.type() instanceof ListType;
        }

        @Override
        public void apply(Scope scope, Elements before, ColumnCells cells) {
            var slice = new Slice();
            Optional<byte[]> given = Optional.empty();
            boolean nothing = false;
            if (value.isPresent()) {
                value.get().evaluate(scope, slice);
                nothing = slice.isUnset();
                given = slice.hasValue() ? Optional.of(slice.bytes()) : Optional.empty();
            }
            key.evaluate(scope, slice);
            boolean isList = column.type() instanceof ListType;
            boolean isSet = column.type() instanceof SetType;
            if (slice.isUnset() && (isSet || isList && value.isEmpty())) {
                return;
            }
            if (isSet && !slice.hasValue()) {
                throw new InvalidRequest("Invalid null set element");
            }
            if (!slice.hasValue()) {
                String what = isList ? "list index" : "map key";
                throw new InvalidRequest(
                        slice.isUnset()
                                ? "Invalid unset " + (isList ? "value for " : "") + what
                                : "Invalid null " + (isList ? "value for " : "") + what);
            }
            byte[] wire = slice.bytes();
            CqlType keyType = key.type();
            if (isList) {
                byte[] path = before.path(index(wire, before));
                if (!nothing) {
                    putOrRemove(path, given, cells);
                }
            } else if (nothing) {
                return;
            } else if (given.isPresent()) {
                cells.put(
                        CellPath.of(keyType, wire),
                        CellPath.mapValue(keyType, wire, given.get()),
                        wire.length,
                        given.get().length);
            } else {
                cells.remove(CellPath.of(keyType, wire));
            }
        }

        private int index(byte[] wire, Elements before) {
            if (before.count() == 0) {
                throw new InvalidRequest(
                        value.isPresent()
                                ? "Attempted to set an element on a list which is null"
                                : "Attempted to delete an element from a list which is null");
            }
            long index = wire.length == 4 ? Numbers.integer(wire) : -1;
            if (index < 0 || index >= before.count()) {
                throw new InvalidRequest("List index " + index + " out of bound, list has size " + before.count());
            }
            return (int) index;
        }
    }

    /// `c.field = value`; without a value `DELETE c.field`.
    record SetField(ColumnMetadata column, int index, Optional<Expression> value) implements OnElements {
        @Override
        public void apply(Scope scope, Elements before, ColumnCells cells) {
            var slice = new Slice();
            if (value.isPresent()) {
                value.get().evaluate(scope, slice);
                if (slice.isUnset()) {
                    return;
                }
            }
            putOrRemove(
                    CellPath.ofField(index), slice.hasValue() ? Optional.of(slice.bytes()) : Optional.empty(), cells);
        }
    }

    private static void putOrRemove(byte[] path, Optional<byte[]> value, ColumnCells cells) {
        if (value.isPresent()) {
            cells.put(path, value.get());
        } else {
            cells.remove(path);
        }
    }
}
