package org.helenus.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.helenus.schema.bytes.ByteReader;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.CqlException;
import org.helenus.schema.option.ReplicationParams;
import org.helenus.schema.option.TableOptions;
import org.helenus.schema.type.TypeCodec;
import org.helenus.schema.type.UserType;

/// Schema changes as bytes, for the manifest. Texts and counts are vint-prefixed, types as [TypeCodec] writes them.
///
///     u8   version: 1, or 2 for what version 1 has no place for
///     u8   kind: 1 put keyspace, 2 drop keyspace, 3 put table, 4 drop table, 5 put type, 6 drop type
///     put keyspace   name, durable writes u8, strategy class, options (count, name, value)
///     drop keyspace  name
///     put table      id (16 bytes), keyspace, name, next column id vint,
///                    columns (count, column), dropped (count, column, time i64 µs),
///                    options (count, name, u8 0 text | 1 map, value),
///                    version 2: form u8: 0 CQL, 1 static compact, 2 dense; hidden columns are among the others
///     column         name, id vint, kind u8, position signed vint, descending u8, type
///     drop table     id (16 bytes)
///     put type       type
///     drop type      keyspace, name
public final class SchemaCodec {
    private static final int VERSION = 1;
    private static final int VERSION_WITH_FORM = 2;
    private static final int PUT_KEYSPACE = 1;
    private static final int DROP_KEYSPACE = 2;
    private static final int PUT_TABLE = 3;
    private static final int DROP_TABLE = 4;
    private static final int PUT_TYPE = 5;
    private static final int DROP_TYPE = 6;

    private SchemaCodec() {}

    public static void write(SchemaChange change, ByteWriter out) {
        boolean withForm = change instanceof SchemaChange.PutTable(var made) && made.isCompact();
        out.u8(withForm ? VERSION_WITH_FORM : VERSION);
        switch (change) {
            case SchemaChange.PutKeyspace(var name, var replication, var durableWrites) -> {
                out.u8(PUT_KEYSPACE);
                out.text(name);
                out.u8(durableWrites ? 1 : 0);
                out.text(replication.strategyClass());
                writeMap(replication.options(), out);
            }
            case SchemaChange.DropKeyspace(var name) -> {
                out.u8(DROP_KEYSPACE);
                out.text(name);
            }
            case SchemaChange.PutTable(var table) -> {
                out.u8(PUT_TABLE);
                writeTable(table, out);
                if (withForm) {
                    out.u8(code(table.form()));
                }
            }
            case SchemaChange.DropTable(var id) -> {
                out.u8(DROP_TABLE);
                writeId(id, out);
            }
            case SchemaChange.PutType(var type) -> {
                out.u8(PUT_TYPE);
                TypeCodec.write(type, out);
            }
            case SchemaChange.DropType(var keyspace, var name) -> {
                out.u8(DROP_TYPE);
                out.text(keyspace);
                out.text(name);
            }
        }
    }

    private static int code(TableForm form) {
        return switch (form) {
            case CQL -> 0;
            case STATIC_COMPACT -> 1;
            case DENSE -> 2;
        };
    }

    private static TableForm form(int code) {
        return switch (code) {
            case 0 -> TableForm.CQL;
            case 1 -> TableForm.STATIC_COMPACT;
            case 2 -> TableForm.DENSE;
            default -> throw new IllegalArgumentException("no form of tables is " + code);
        };
    }

    private static void writeId(TableId id, ByteWriter out) {
        out.i64(id.uuid().getMostSignificantBits());
        out.i64(id.uuid().getLeastSignificantBits());
    }

    private static void writeMap(Map<String, String> map, ByteWriter out) {
        out.unsignedVInt(map.size());
        map.forEach((name, value) -> {
            out.text(name);
            out.text(value);
        });
    }

    private static void writeTable(TableMetadata table, ByteWriter out) {
        writeId(table.id(), out);
        out.text(table.keyspace());
        out.text(table.name());
        out.unsignedVInt(table.nextColumnId());
        out.unsignedVInt(table.allColumns().size());
        table.allColumns().forEach(column -> writeColumn(column, out));
        out.unsignedVInt(table.droppedColumns().size());
        table.droppedColumns().values().forEach(dropped -> {
            writeColumn(dropped.column(), out);
            out.i64(dropped.droppedAtMicros());
        });
        var properties = table.options().toProperties();
        out.unsignedVInt(properties.size());
        properties.forEach((name, value) -> {
            out.text(name);
            if (value instanceof Map<?, ?> map) {
                out.u8(1);
                out.unsignedVInt(map.size());
                map.forEach((key, entry) -> {
                    out.text((String) key);
                    out.text((String) entry);
                });
            } else {
                out.u8(0);
                out.text((String) value);
            }
        });
    }

    private static void writeColumn(ColumnMetadata column, ByteWriter out) {
        out.text(column.name());
        out.unsignedVInt(column.id());
        out.u8(
                switch (column.kind()) {
                    case PARTITION_KEY -> 0;
                    case CLUSTERING -> 1;
                    case STATIC -> 2;
                    case REGULAR -> 3;
                });
        out.signedVInt(column.position());
        out.u8(column.descending() ? 1 : 0);
        TypeCodec.write(column.type(), out);
    }

    /// @throws IllegalArgumentException when the bytes are not one change, whole and with nothing after it
    public static SchemaChange read(byte[] array, int offset, int length) {
        var in = new ByteReader(array, offset, length);
        try {
            SchemaChange change = read(in);
            if (in.remaining() != 0) {
                throw new IllegalArgumentException(in.remaining() + " bytes after a schema change");
            }
            return change;
        } catch (CqlException | ArithmeticException e) {
            // An option that this version does not take: the bytes are not ours, or from a later version.
            throw new IllegalArgumentException("a schema change that is not valid: " + e.getMessage(), e);
        }
    }

    private static SchemaChange read(ByteReader in) {
        int version = in.u8();
        if (version != VERSION && version != VERSION_WITH_FORM) {
            throw new IllegalArgumentException("schema changes of version " + version + " are not known here");
        }
        int kind = in.u8();
        return switch (kind) {
            case PUT_KEYSPACE -> {
                String name = in.text();
                boolean durableWrites = in.u8() != 0;
                String strategy = in.text();
                yield new SchemaChange.PutKeyspace(name, new ReplicationParams(strategy, readMap(in)), durableWrites);
            }
            case DROP_KEYSPACE -> new SchemaChange.DropKeyspace(in.text());
            case PUT_TABLE -> new SchemaChange.PutTable(readTable(in, version));
            case DROP_TABLE -> new SchemaChange.DropTable(readId(in));
            case PUT_TYPE -> {
                if (!(TypeCodec.read(in) instanceof UserType type)) {
                    throw new IllegalArgumentException("a type put that is not a user type");
                }
                yield new SchemaChange.PutType(type);
            }
            case DROP_TYPE -> {
                String keyspace = in.text();
                yield new SchemaChange.DropType(keyspace, in.text());
            }
            default -> throw new IllegalArgumentException("no schema change is of kind " + kind);
        };
    }

    private static TableId readId(ByteReader in) {
        long high = in.i64();
        return new TableId(new UUID(high, in.i64()));
    }

    private static Map<String, String> readMap(ByteReader in) {
        var map = new TreeMap<String, String>();
        for (int left = in.count(); left > 0; left--) {
            String name = in.text();
            map.put(name, in.text());
        }
        return map;
    }

    private static TableMetadata readTable(ByteReader in, int version) {
        TableId id = readId(in);
        String keyspace = in.text();
        var builder = TableMetadata.builder(id, keyspace, in.text());
        long nextColumnId = in.unsignedVInt();
        if (nextColumnId < 0 || nextColumnId > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a next column id of " + nextColumnId);
        }
        builder.nextColumnId((int) nextColumnId);
        for (int left = in.count(); left > 0; left--) {
            builder.column(readColumn(in));
        }
        List<DroppedColumn> dropped = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            ColumnMetadata column = readColumn(in);
            dropped.add(new DroppedColumn(column, in.i64()));
        }
        dropped.forEach(builder::dropped);
        var properties = new LinkedHashMap<String, Object>();
        for (int left = in.count(); left > 0; left--) {
            String name = in.text();
            properties.put(name, in.u8() == 0 ? in.text() : readMap(in));
        }
        builder.form(version == VERSION_WITH_FORM ? form(in.u8()) : TableForm.CQL);
        return builder.options(TableOptions.DEFAULTS.with(properties)).build();
    }

    private static ColumnMetadata readColumn(ByteReader in) {
        String name = in.text();
        long id = in.unsignedVInt();
        int code = in.u8();
        ColumnKind kind = switch (code) {
            case 0 -> ColumnKind.PARTITION_KEY;
            case 1 -> ColumnKind.CLUSTERING;
            case 2 -> ColumnKind.STATIC;
            case 3 -> ColumnKind.REGULAR;
            default -> throw new IllegalArgumentException("no kind of column is " + code);
        };
        long position = in.signedVInt();
        boolean descending = in.u8() != 0;
        return new ColumnMetadata(
                name, Math.toIntExact(id), TypeCodec.read(in), kind, Math.toIntExact(position), descending);
    }
}
