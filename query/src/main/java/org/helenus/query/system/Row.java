package org.helenus.query.system;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.helenus.query.VirtualTable.RowSink;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.type.Elements;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.SetType;
import org.helenus.schema.type.Wire;

/// One row of a generated table, set column by column; what is not set is null.
final class Row {
    private static final SetType TEXTS = new SetType(NativeType.TEXT, false);
    private static final MapType TEXT_MAP = new MapType(NativeType.TEXT, NativeType.TEXT, false);

    private final TableMetadata table;
    private final byte[][] values;

    Row(TableMetadata table) {
        this.table = table;
        values = new byte[table.columns().size()][];
    }

    Row wire(String column, byte[] value) {
        List<ColumnMetadata> columns = table.columns();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(column)) {
                values[i] = value;
                return this;
            }
        }
        throw new IllegalArgumentException(table + " has no column " + column);
    }

    Row text(String column, String value) {
        return wire(column, Wire.ofText(value));
    }

    Row text(String column, Optional<String> value) {
        value.ifPresent(text -> text(column, text));
        return this;
    }

    Row number(String column, int value) {
        return wire(column, Wire.ofInt(value));
    }

    Row bigint(String column, long value) {
        return wire(column, Wire.ofLong(value));
    }

    Row number(String column, double value) {
        return wire(column, Wire.ofDouble(value));
    }

    Row truth(String column, boolean value) {
        return wire(column, Wire.ofBoolean(value));
    }

    Row uuid(String column, UUID value) {
        return wire(column, Wire.ofUuid(value));
    }

    Row inet(String column, InetAddress value) {
        return wire(column, Wire.ofInet(value));
    }

    Row list(String column, List<String> values) {
        var elements = new ArrayList<byte[]>(values.size());
        values.forEach(value -> elements.add(Wire.ofText(value)));
        return wire(column, Elements.join(elements.size(), elements));
    }

    Row set(String column, Collection<String> values) {
        var elements = new ArrayList<byte[]>(values.size());
        values.forEach(value -> elements.add(Wire.ofText(value)));
        return wire(column, TEXTS.join(elements));
    }

    Row map(String column, Map<String, String> values) {
        var elements = new ArrayList<byte[]>(values.size() * 2);
        values.forEach((key, value) -> {
            elements.add(Wire.ofText(key));
            elements.add(Wire.ofText(value));
        });
        return wire(column, TEXT_MAP.join(elements));
    }

    void tell(RowSink sink) {
        sink.row(values);
    }
}
