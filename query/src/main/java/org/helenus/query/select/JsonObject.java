package org.helenus.query.select;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.helenus.query.expression.Expression;
import org.helenus.query.expression.Scope;
import org.helenus.query.row.Slice;
import org.helenus.schema.ColumnSpec;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.JsonText;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.Wire;

/// A row as the text of a JSON object: what `SELECT JSON` shows.
///
/// @param names JSON strings, quotes and all
/// @param values the row's values
record JsonObject(List<byte[]> names, List<Expression> values) implements Expression {
    static JsonObject of(List<ColumnSpec> columns, List<Expression> values) {
        return new JsonObject(
                columns.stream().map(column -> quoted(column.name())).toList(), List.copyOf(values));
    }

    /// A column name as a key: one that CQL must quote keeps its quotes inside the string.
    private static byte[] quoted(String name) {
        String escaped = name.replace("\\", "\\\\").replace("\"", "\\\"");
        boolean plain = name.equals(name.toLowerCase(java.util.Locale.ROOT));
        return (plain ? "\"" + escaped + "\"" : "\"\\\"" + escaped + "\\\"\"").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public CqlType type() {
        return NativeType.TEXT;
    }

    @Override
    public void evaluate(Scope scope, Slice into) {
        var out = new ByteWriter(64);
        for (int i = 0; i < names.size(); i++) {
            out.u8(i == 0 ? '{' : ',');
            if (i > 0) {
                out.u8(' ');
            }
            out.bytes(names.get(i));
            out.u8(':');
            out.u8(' ');
            values.get(i).evaluate(scope, into);
            out.bytes(Wire.ofText(into.hasValue() ? JsonText.of(values.get(i).type(), into.bytes()) : "null"));
        }
        out.u8('}');
        into.set(out.array(), 0, out.length());
    }
}
