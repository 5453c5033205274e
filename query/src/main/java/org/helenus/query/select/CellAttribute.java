package org.helenus.query.select;

import java.util.Optional;
import org.helenus.cql.tree.Selector;
import org.helenus.query.expression.Expression;
import org.helenus.query.expression.Numbers;
import org.helenus.query.expression.Scope;
import org.helenus.query.row.Elements;
import org.helenus.query.row.RowSlots;
import org.helenus.query.row.Slice;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.NativeType;

/// `writetime`, `maxwritetime` or `ttl` of a column or a part of one. Of a column with many cells it is a list, one
/// for each element or field, null for a field without a value; and `maxwritetime` the greatest.
///
/// @param part what of the column, when not all of it
/// @param single whether one cell is meant, so that the value is no list
record CellAttribute(Selector.CellAttribute attribute, int slot, Optional<Part> part, boolean single)
        implements Expression {
    @Override
    public CqlType type() {
        return type(attribute, single);
    }

    static CqlType type(Selector.CellAttribute attribute, boolean single) {
        CqlType one = attribute == Selector.CellAttribute.TTL ? NativeType.INT : NativeType.BIGINT;
        return single || attribute == Selector.CellAttribute.MAXWRITETIME ? one : new ListType(one, false);
    }

    @Override
    public void evaluate(Scope scope, Slice into) {
        RowSlots row = scope.row();
        if (row.isNull(slot)) {
            into.setNull();
            return;
        }
        if (!row.isMultiCell(slot)) {
            ofCell(row, scope, into);
            return;
        }
        Elements elements = row.elements(slot);
        int[] all = {0, elements.count()};
        Optional<int[]> range = part.isPresent() ? part.get().cells(scope, elements) : Optional.of(all);
        if (range.isEmpty() || range.get()[0] >= range.get()[1]) {
            into.setNull();
            return;
        }
        int from = range.get()[0];
        int to = range.get()[1];
        if (attribute == Selector.CellAttribute.MAXWRITETIME) {
            long greatest = Long.MIN_VALUE;
            for (int i = from; i < to; i++) {
                greatest = Math.max(greatest, elements.timestamp(i));
            }
            into.set(Numbers.bigint(greatest));
        } else if (single) {
            ofElement(elements, from, scope, into);
        } else {
            ofElements(elements, from, to, scope, into);
        }
    }

    private void ofElements(Elements elements, int from, int to, Scope scope, Slice into) {
        var out = new ByteWriter(64);
        int fields = elements.fieldCount();
        out.i32(fields == 0 ? to - from : fields);
        int field = 0;
        for (int i = from; i < to; i++, field++) {
            for (; fields > 0 && field < elements.field(i); field++) {
                out.i32(-1);
            }
            ofElement(elements, i, scope, into);
            out.i32(into.length);
            if (into.hasValue()) {
                out.bytes(into.array, into.offset, into.length);
            }
        }
        for (; field < fields; field++) {
            out.i32(-1);
        }
        into.set(out.array(), 0, out.length());
    }

    private void ofCell(RowSlots row, Scope scope, Slice into) {
        if (part.isPresent()) {
            part.get().evaluate(scope, into);
            if (!into.hasValue()) {
                return;
            }
        }
        set(row.timestamp(slot), row.ttl(slot), row.expiry(slot), scope, into);
    }

    private void ofElement(Elements elements, int index, Scope scope, Slice into) {
        set(elements.timestamp(index), elements.ttl(index), elements.expiry(index), scope, into);
    }

    private void set(long timestamp, int ttl, long expiry, Scope scope, Slice into) {
        if (attribute != Selector.CellAttribute.TTL) {
            into.set(Numbers.bigint(timestamp));
        } else if (ttl == 0) {
            into.setNull();
        } else {
            into.set(Numbers.integer32((int) (expiry - scope.nowSeconds())));
        }
    }
}
