package org.helenus.query.select;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.helenus.query.expression.Assignment;
import org.helenus.query.expression.Expression;
import org.helenus.query.expression.Scope;
import org.helenus.query.expression.TermBinder;
import org.helenus.query.function.FunctionLibrary.Argument;
import org.helenus.query.function.FunctionLibrary.Fit;
import org.helenus.query.function.ScalarFunction;
import org.helenus.query.row.Slice;
import org.helenus.schema.ColumnSpec;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.NativeType;

/// A row as the text of a JSON object: what `SELECT JSON` shows.
///
/// @param names JSON strings, quotes and all
/// @param values `to_json` of the row's values
record JsonObject(List<byte[]> names, List<Expression> values) implements Expression {
    static JsonObject of(List<ColumnSpec> columns, List<Expression> expressions, TermBinder terms) {
        var names = new ArrayList<byte[]>();
        var values = new ArrayList<Expression>();
        for (int i = 0; i < columns.size(); i++) {
            names.add(quoted(columns.get(i).name()));
            ScalarFunction toJson = terms.functions()
                    .resolve(
                            "to_json",
                            List.of(argument(expressions.get(i), columns.get(i).name())),
                            Optional.empty());
            values.add(terms.call(toJson, List.of(expressions.get(i))));
        }
        return new JsonObject(names, values);
    }

    private static Argument argument(Expression value, String name) {
        return new Argument() {
            @Override
            public Optional<CqlType> type() {
                return Optional.of(value.type());
            }

            @Override
            public Fit fit(CqlType parameter) {
                return Assignment.fit(parameter, value.type());
            }

            @Override
            public String text() {
                return name;
            }
        };
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
            if (into.hasValue()) {
                out.bytes(into.array, into.offset, into.length);
            } else {
                out.bytes("null".getBytes(StandardCharsets.US_ASCII));
            }
        }
        out.u8('}');
        into.set(out.array(), 0, out.length());
    }
}
