package org.helenus.query.expression;

import java.util.Optional;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.ColumnSpec;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.type.CqlType;

/// What a value is for: it gives constants their type, markers their specification, and messages a name.
///
/// @param column the column that takes the value as it is, where it is one
public record Receiver(ColumnSpec spec, Optional<ColumnMetadata> column) {
    public static Receiver of(TableMetadata table, ColumnMetadata column) {
        return new Receiver(
                new ColumnSpec(table.keyspace(), table.name(), column.name(), column.type()), Optional.of(column));
    }

    public static Receiver of(String keyspace, String table, String name, CqlType type) {
        return new Receiver(new ColumnSpec(keyspace, table, name, type), Optional.empty());
    }

    /// A receiver beside this one, such as `value(c)` for the elements of `c`.
    public Receiver part(String name, CqlType type) {
        return of(spec.keyspace(), spec.table(), name, type);
    }

    public String name() {
        return spec.name();
    }

    public CqlType type() {
        return spec.type();
    }

    String typeName() {
        return spec.type().cqlName();
    }
}
