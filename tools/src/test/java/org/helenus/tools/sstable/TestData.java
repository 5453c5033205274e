package org.helenus.tools.sstable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.option.ReplicationParams;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.SetType;
import org.helenus.storage.KeyCodec;
import org.helenus.storage.ManualClock;
import org.helenus.storage.MutationWriter;
import org.helenus.storage.Scheduler;
import org.helenus.storage.StorageEngine;
import org.helenus.storage.StorageListener;
import org.helenus.storage.StorageOptions;
import org.helenus.storage.StorageThreads;
import org.helenus.storage.disk.SystemDisk;
import org.helenus.storage.encoding.CellPath;

/// A data directory with two tables, always the same to the byte.
final class TestData {
    /// 2024-01-02T03:04:05.000006Z
    static final long MICROS = 1_704_164_645_000_006L;

    static final long SECONDS = MICROS / 1_000_000;

    /// `CREATE TABLE ks.events (day date, kind text, at timestamp, n int, note text, site text static, tags
    /// set<text>,
    /// scores map<text, int>, PRIMARY KEY ((day, kind), at, n))`, `n` descending.
    private static final TableMetadata EVENTS = TableMetadata.builder(new TableId(new UUID(1, 2)), "ks", "events")
            .partitionKey("day", NativeType.DATE)
            .partitionKey("kind", NativeType.TEXT)
            .clustering("at", NativeType.TIMESTAMP)
            .clustering("n", NativeType.INT, true)
            .regular("note", NativeType.TEXT)
            .regular("tags", new SetType(NativeType.TEXT, true))
            .regular("scores", new MapType(NativeType.TEXT, NativeType.INT, true))
            .regular("list", new ListType(NativeType.BLOB, false))
            .staticColumn("site", NativeType.TEXT)
            .build();

    private static final TableMetadata SIMPLE = TableMetadata.builder(new TableId(new UUID(1, 3)), "ks", "simple")
            .partitionKey("k", NativeType.INT)
            .regular("v", NativeType.DOUBLE)
            .build();

    final Path directory;
    final Path events;
    final Path simple;

    TestData(Path directory) throws IOException {
        this.directory = directory;
        Scheduler never = (delay, task) -> {};
        try (var engine = StorageEngine.open(
                new SystemDisk(directory),
                StorageOptions.DEFAULTS,
                new ManualClock(MICROS),
                StorageListener.NONE,
                StorageThreads.of(Runnable::run, never),
                new SplittableRandom(1))) {
            engine.alterSchema(List.of(
                    new SchemaChange.PutKeyspace("ks", ReplicationParams.simple(1), true),
                    new SchemaChange.PutTable(EVENTS),
                    new SchemaChange.PutTable(SIMPLE)));
            write(engine, TestData::fillEvents);
            write(engine, TestData::fillSimple);
            engine.flush(EVENTS.id());
            engine.flush(SIMPLE.id());
        }
        events = only(directory.resolve(
                "data/ks/events-" + EVENTS.id().uuid().toString().replace("-", "")));
        simple = only(directory.resolve(
                "data/ks/simple-" + SIMPLE.id().uuid().toString().replace("-", "")));
    }

    private static Path only(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.findFirst().orElseThrow();
        }
    }

    private static void write(StorageEngine engine, Consumer<MutationWriter> fill) throws IOException {
        var writer = new MutationWriter();
        fill.accept(writer);
        engine.apply(writer.finish());
        engine.syncLog();
    }

    private static void fillEvents(MutationWriter writer) {
        byte[] click = key(19_724, "click");
        writer.partition(EVENTS, click, 0, click.length);
        writer.staticRow();
        cell(writer, "site", text("main \"site\""), MICROS);
        writer.row(List.of(time(1_704_164_645_123L), number(2)));
        writer.marker(MICROS, 0, 0);
        cell(writer, "note", text("hello"), MICROS);
        writer.complexDeletion(id("tags"), MICROS - 1, SECONDS);
        writer.pathCell(id("tags"), path("a"), MICROS, 0, 0, new byte[0]);
        writer.pathCell(id("tags"), path("b"), MICROS + 5, 0, 0, new byte[0]);
        writer.pathCell(id("scores"), path("x"), MICROS, 0, 0, number(7));
        writer.pathTombstone(id("scores"), path("y"), MICROS, SECONDS);
        writer.row(List.of(time(1_704_164_645_123L), number(1)));
        writer.marker(MICROS, 60, SECONDS + 60);
        writer.cell(id("note"), MICROS, 60, SECONDS + 60, text("soon gone"), 0, 9);
        writer.row(List.of(time(1_704_164_646_000L), number(-5)));
        writer.tombstone(id("note"), MICROS + 1, SECONDS);
        writer.row(List.of(time(1_704_164_647_000L), number(0)));
        writer.deleteRow(MICROS, SECONDS);
        var keys = KeyCodec.of(EVENTS);
        byte[] prefix = keys.partitionPrefix(click);
        writer.deleteRange(
                keys.before(prefix, List.of(time(1_704_164_650_000L))),
                keys.after(prefix, List.of(time(1_704_164_660_000L), number(3))),
                MICROS,
                SECONDS);

        byte[] view = key(19_725, "view");
        writer.partition(EVENTS, view, 0, view.length);
        writer.deletePartition(MICROS, SECONDS);
        writer.row(List.of(time(1_704_250_000_000L), number(9)));
        cell(writer, "note", text("after the deletion"), MICROS + 10);
        byte[] gone = key(19_726, "gone");
        writer.partition(EVENTS, gone, 0, gone.length);
        writer.deletePartition(MICROS, SECONDS);
    }

    private static void fillSimple(MutationWriter writer) {
        for (int i = 1; i <= 3; i++) {
            writer.partition(SIMPLE, number(i), 0, 4);
            writer.row(List.of());
            writer.marker(MICROS, 0, 0);
            byte[] value = ByteBuffer.allocate(8)
                    .putDouble(i == 3 ? Double.NaN : i / 4.0)
                    .array();
            writer.cell(SIMPLE.column("v").orElseThrow().id(), MICROS, 0, 0, value, 0, 8);
        }
    }

    private static void cell(MutationWriter writer, String column, byte[] value, long timestamp) {
        writer.cell(id(column), timestamp, 0, 0, value, 0, value.length);
    }

    private static int id(String column) {
        return EVENTS.column(column).orElseThrow().id();
    }

    private static byte[] path(String element) {
        return CellPath.of(NativeType.TEXT, text(element));
    }

    private static byte[] key(int day, String kind) {
        byte[] text = text(kind);
        return ByteBuffer.allocate(2 + 4 + 1 + 2 + text.length + 1)
                .putShort((short) 4)
                .putInt(day + Integer.MIN_VALUE)
                .put((byte) 0)
                .putShort((short) text.length)
                .put(text)
                .put((byte) 0)
                .array();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    private static byte[] time(long millis) {
        return ByteBuffer.allocate(8).putLong(millis).array();
    }
}
