package org.helenus.query.select;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.helenus.query.expression.ColumnValue;
import org.helenus.query.expression.Expression;
import org.helenus.query.expression.Scope;
import org.helenus.query.row.Elements;
import org.helenus.query.row.Slice;
import org.helenus.query.row.WireValues;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.SetType;
import org.helenus.schema.type.UserType;
import org.helenus.storage.ElementSpan;
import org.helenus.storage.encoding.CellPath;

/// A part of a composite value: an element or slice of a collection, a field of a user type. Of a column with many
/// cells only the cells in question are looked at.
sealed interface Part extends Expression {
    Expression of();

    /// The cells of the row that the part is made of, where it is a part of a multi-cell column: from, to
    /// (exclusive).
    Optional<int[]> cells(Scope scope, Elements elements);

    /// Which elements of a column of this id the part is made of; empty: none.
    Optional<ElementSpan> span(Scope scope, int columnId);

    /// `user.field`.
    record Field(Expression of, int index, CqlType type) implements Part {
        @Override
        public void evaluate(Scope scope, Slice into) {
            of.evaluate(scope, into);
            if (into.length <= 0) {
                into.setNull();
                return;
            }
            int count = ((UserType) of.type()).fieldTypes().size();
            set(WireValues.components(into.bytes(), count).get(index), into);
        }

        @Override
        public Optional<int[]> cells(Scope scope, Elements elements) {
            return one(elements.find(CellPath.ofField(index)));
        }

        @Override
        public Optional<ElementSpan> span(Scope scope, int columnId) {
            return Optional.of(ElementSpan.one(columnId, CellPath.ofField(index)));
        }
    }

    /// `map[key]`; `set[element]`, which is the element if it is there.
    record Element(Expression of, Expression key, CqlType type) implements Part {
        @Override
        public void evaluate(Scope scope, Slice into) {
            Optional<byte[]> wanted = key.bytes(scope);
            if (wanted.isEmpty()) {
                into.setNull();
                return;
            }
            if (of instanceof ColumnValue(int slot, var _)
                    && scope.row().isMultiCell(slot)
                    && scope.row().elements(slot).count() > 0) {
                Elements elements = scope.row().elements(slot);
                int at = elements.find(CellPath.of(key.type(), wanted.get()));
                if (at < 0) {
                    into.setNull();
                } else {
                    elements.value(at, into);
                }
                return;
            }
            of.evaluate(scope, into);
            if (into.length <= 0) {
                into.setNull();
                return;
            }
            List<Optional<byte[]>> elements = WireValues.elements(into);
            int step = of.type() instanceof MapType ? 2 : 1;
            into.setNull();
            for (int i = 0; i < elements.size(); i += step) {
                if (key.type().compare(elements.get(i).orElseThrow(), wanted.get()) == 0) {
                    set(elements.get(i + step - 1), into);
                }
            }
        }

        @Override
        public Optional<int[]> cells(Scope scope, Elements elements) {
            return key.bytes(scope).flatMap(wanted -> one(elements.find(CellPath.of(key.type(), wanted))));
        }

        @Override
        public Optional<ElementSpan> span(Scope scope, int columnId) {
            return key.bytes(scope).map(wanted -> ElementSpan.one(columnId, CellPath.of(key.type(), wanted)));
        }
    }

    /// `map[from..to]`, `set[from..to]`, both ends inclusive.
    record Slices(Expression of, Optional<Expression> from, Optional<Expression> to) implements Part {
        @Override
        public CqlType type() {
            return of.type();
        }

        private CqlType keyType() {
            return of.type() instanceof MapType map ? map.key() : ((SetType) of.type()).element();
        }

        @Override
        public void evaluate(Scope scope, Slice into) {
            of.evaluate(scope, into);
            if (into.length <= 0) {
                into.setNull();
                return;
            }
            Optional<byte[]> low = from.flatMap(bound -> bound.bytes(scope));
            Optional<byte[]> high = to.flatMap(bound -> bound.bytes(scope));
            int step = of.type() instanceof MapType ? 2 : 1;
            List<Optional<byte[]>> elements = WireValues.elements(into);
            var kept = new ArrayList<byte[]>();
            for (int i = 0; i < elements.size(); i += step) {
                byte[] key = elements.get(i).orElseThrow();
                if ((low.isEmpty() || keyType().compare(key, low.get()) >= 0)
                        && (high.isEmpty() || keyType().compare(key, high.get()) <= 0)) {
                    for (int part = 0; part < step; part++) {
                        kept.add(elements.get(i + part).orElseThrow());
                    }
                }
            }
            if (kept.isEmpty() && of.type().isMultiCell()) {
                into.setNull();
                return;
            }
            var out = new ByteWriter(64);
            out.i32(kept.size() / step);
            for (byte[] value : kept) {
                out.i32(value.length);
                out.bytes(value);
            }
            into.set(out.array(), 0, out.length());
        }

        @Override
        public Optional<int[]> cells(Scope scope, Elements elements) {
            int begin = from.flatMap(bound -> bound.bytes(scope))
                    .map(bound -> elements.lowerBound(CellPath.of(keyType(), bound)))
                    .orElse(0);
            int end = to.flatMap(bound -> bound.bytes(scope))
                    .map(bound -> {
                        byte[] path = CellPath.of(keyType(), bound);
                        int at = elements.lowerBound(path);
                        return elements.find(path) == at ? at + 1 : at;
                    })
                    .orElse(elements.count());
            return Optional.of(new int[] {begin, Math.max(begin, end)});
        }

        @Override
        public Optional<ElementSpan> span(Scope scope, int columnId) {
            return Optional.of(new ElementSpan(columnId, path(from, scope), path(to, scope)));
        }

        private Optional<byte[]> path(Optional<Expression> bound, Scope scope) {
            return bound.flatMap(value -> value.bytes(scope)).map(value -> CellPath.of(keyType(), value));
        }
    }

    private static Optional<int[]> one(int at) {
        return at < 0 ? Optional.empty() : Optional.of(new int[] {at, at + 1});
    }

    private static void set(Optional<byte[]> value, Slice into) {
        if (value.isPresent()) {
            into.set(value.get());
        } else {
            into.setNull();
        }
    }
}
