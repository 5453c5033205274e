package org.helenus.query.expression;

import java.util.List;
import java.util.TreeMap;
import org.helenus.query.row.Slice;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.SetType;

/// A set or a map made of its elements: sorted by element or key, each once; of equal keys the last one's value stays.
///
/// @param keys the elements of a set, the keys of a map
/// @param values of a map, one for each key; none for a set
record Association(CqlType type, List<Expression> keys, List<Expression> values) implements Expression {
    Association {
        keys = List.copyOf(keys);
        values = List.copyOf(values);
    }

    @Override
    public void evaluate(Scope scope, Slice into) {
        CqlType order = switch (type) {
            case MapType map -> map.key();
            case SetType set -> set.element();
            default -> throw new IllegalStateException(type.cqlName());
        };
        var sorted = new TreeMap<byte[], byte[]>(order::compare);
        var value = new Slice();
        for (int i = 0; i < keys.size(); i++) {
            Sequence.required(keys.get(i), scope, value, "collections");
            byte[] key = value.bytes();
            if (!values.isEmpty()) {
                Sequence.required(values.get(i), scope, value, "collections");
            }
            sorted.put(key, value.bytes());
        }
        var out = new ByteWriter(16 * sorted.size() + 16);
        out.i32(sorted.size());
        sorted.forEach((key, mapped) -> {
            out.i32(key.length);
            out.bytes(key);
            if (!values.isEmpty()) {
                out.i32(mapped.length);
                out.bytes(mapped);
            }
        });
        into.set(out.array(), 0, out.length());
    }

    @Override
    public boolean isConstant() {
        return keys.stream().allMatch(Expression::isConstant) && values.stream().allMatch(Expression::isConstant);
    }
}
