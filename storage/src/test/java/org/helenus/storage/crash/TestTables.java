package org.helenus.storage.crash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.option.ReplicationParams;
import org.helenus.schema.type.NativeType;
import org.helenus.storage.ColumnSet;
import org.helenus.storage.KeyCodec;
import org.helenus.storage.KeyRange;
import org.helenus.storage.Mutation;
import org.helenus.storage.MutationWriter;
import org.helenus.storage.ReadMode;
import org.helenus.storage.ReadSnapshot;
import org.helenus.storage.RowView;
import org.helenus.storage.StorageEngine;

/// The workloads' tables, `CREATE TABLE ks.tN (p int, r int, a text, b text, PRIMARY KEY (p, r))`, and the ways
/// between them and the model's terms.
final class TestTables {
    private TestTables() {}

    static List<SchemaChange> create() {
        return List.of(
                new SchemaChange.PutKeyspace("ks", ReplicationParams.simple(1), true),
                new SchemaChange.PutTable(table(0, 0)),
                new SchemaChange.PutTable(table(1, 0)));
    }

    static TableMetadata table(int number, int life) {
        return TableMetadata.builder(new TableId(new UUID(number, life)), "ks", "t" + number)
                .partitionKey("p", NativeType.INT)
                .clustering("r", NativeType.INT)
                .regular("a", NativeType.TEXT)
                .regular("b", NativeType.TEXT)
                .build();
    }

    static TableMetadata current(StorageEngine engine, int number) {
        return engine.schema().table("ks", "t" + number).orElseThrow();
    }

    /// Empty when nothing of the changes can be written to the tables as they are.
    static Mutation mutation(StorageEngine engine, List<Change> changes) {
        var writer = new MutationWriter();
        writer.reset();
        for (var change : changes) {
            var table = current(engine, change.table());
            byte[] key = wire(change.partition());
            writer.partition(table, key, 0, key.length);
            long at = change.timestamp();
            switch (change) {
                case Change.PutRow put -> {
                    writer.row(List.of(wire(put.row())));
                    int ttl = put.expiry() == 0 ? 0 : 100;
                    if (put.marker()) {
                        writer.marker(at, ttl, put.expiry());
                    }
                    put.a().ifPresent(value -> cell(writer, table, "a", at, ttl, put.expiry(), value));
                    put.b().ifPresent(value -> cell(writer, table, "b", at, ttl, put.expiry(), value));
                }
                case Change.DeleteCell delete -> {
                    writer.row(List.of(wire(delete.row())));
                    writer.tombstone(id(table, delete.first() ? "a" : "b"), at, Model.NOW_SECONDS);
                }
                case Change.DeleteRow delete -> {
                    writer.row(List.of(wire(delete.row())));
                    writer.deleteRow(at, Model.NOW_SECONDS);
                }
                case Change.DeleteRange delete -> {
                    var keys = KeyCodec.of(table);
                    byte[] prefix = keys.partitionPrefix(key);
                    writer.deleteRange(
                            keys.before(prefix, List.of(wire(delete.from()))),
                            keys.before(prefix, List.of(wire(delete.to()))),
                            at,
                            Model.NOW_SECONDS);
                }
                case Change.DeletePartition delete -> writer.deletePartition(at, Model.NOW_SECONDS);
            }
        }
        return writer.finish();
    }

    /// Everything that a reader sees, in the model's words.
    static String show(StorageEngine engine) throws IOException {
        var lines = new TreeMap<String, String>();
        for (int number = 0; number < Model.TABLES; number++) {
            var table = current(engine, number);
            try (var snapshot = engine.table(table.id()).snapshot(ReadMode.MAY_BLOCK)) {
                show(table, number, snapshot, lines);
            }
        }
        return lines.toString();
    }

    static void show(TableMetadata table, int number, ReadSnapshot snapshot, TreeMap<String, String> lines)
            throws IOException {
        var keys = KeyCodec.of(table);
        var wanted = ColumnSet.all(table);
        var again = new RowView();
        try (var rows = snapshot.scan(KeyRange.ALL, false, wanted, Model.NOW_SECONDS)) {
            while (rows.next()) {
                var row = rows.row();
                String line = show(table, keys, row, number, lines);
                // A point read of the same row gives the same.
                byte[] key = java.util.Arrays.copyOf(row.key(), row.keyLength());
                if (!snapshot.get(key, key.length, wanted, Model.NOW_SECONDS, again)
                        || !line.equals(show(table, keys, again, number, new TreeMap<>()))) {
                    throw new AssertionError("a scan and a point read differ in " + line);
                }
            }
        }
    }

    private static String show(
            TableMetadata table, KeyCodec keys, RowView row, int number, TreeMap<String, String> lines) {
        var clustering = new byte[1][];
        keys.clustering(row, clustering);
        int partition = ByteBuffer.wrap(row.partitionKey()).getInt();
        var shown = new StringBuilder(row.hasMarker() ? "!= " : "");
        var cells = row.cells();
        while (cells.next()) {
            String name = table.column(cells.columnId()).orElseThrow().name();
            String value = new String(cells.array(), cells.valueOffset(), cells.valueLength(), StandardCharsets.UTF_8);
            shown.append(name).append('=').append(value).append(' ');
        }
        lines.put(
                number + "/" + partition + "/" + ByteBuffer.wrap(clustering[0]).getInt(), shown.toString());
        return shown.toString();
    }

    private static void cell(
            MutationWriter writer, TableMetadata table, String column, long at, int ttl, long expiry, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        writer.cell(id(table, column), at, ttl, expiry, bytes, 0, bytes.length);
    }

    private static int id(TableMetadata table, String column) {
        return table.column(column).orElseThrow().id();
    }

    private static byte[] wire(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }
}
