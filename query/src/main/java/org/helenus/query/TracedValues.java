package org.helenus.query;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.helenus.query.expression.Numbers;
import org.helenus.schema.ColumnSpec;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.request.BoundValues;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.NativeType;

/// What a trace tells of the values of a prepared statement: `bound_var_0_k` → `1`, as Cassandra names and writes them.
final class TracedValues {
    private static final int LONGEST = 1000;
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern(
                    "''uuuu-MM-dd'T'HH:mm:ss.SSSX''", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private TracedValues() {}

    /// Empty when the values do not fit the variables, which the request itself will be told.
    static Map<String, String> of(List<ColumnSpec> variables, BoundValues given) {
        BoundValues values;
        try {
            values = ValueOrder.of(variables, given, true);
        } catch (InvalidRequest wrong) {
            return Map.of();
        }
        var told = new TreeMap<String, String>();
        for (int i = 0; i < variables.size(); i++) {
            ColumnSpec variable = variables.get(i);
            String text = text(variable.type(), values, i);
            told.put(
                    "bound_var_" + i + "_" + variable.name(),
                    text.length() > LONGEST ? text.substring(0, LONGEST) + "...'" : text);
        }
        return told;
    }

    private static String text(CqlType type, BoundValues values, int index) {
        int length = values.length(index);
        if (length < 0) {
            return length == BoundValues.UNSET ? "<unset>" : "null";
        }
        int offset = values.offset(index);
        byte[] wire = Arrays.copyOfRange(values.array(), offset, offset + length);
        boolean takesEmpty = type == NativeType.TEXT || type == NativeType.ASCII || type == NativeType.BLOB;
        if (length == 0 && !takesEmpty) {
            return "null";
        }
        try {
            type.validate(wire, 0, wire.length);
            return type == NativeType.TIMESTAMP
                    ? TIMESTAMP.format(Instant.ofEpochMilli(Numbers.integer(wire)))
                    : type.format(wire);
        } catch (InvalidRequest wrong) {
            return "0x" + HexFormat.of().formatHex(wire);
        }
    }
}
