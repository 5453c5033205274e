package org.helenus.tools.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.helenus.compaction.BulkLayout;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.option.ReplicationParams;
import org.helenus.schema.option.TableOptions;
import org.helenus.schema.type.NativeType;
import org.helenus.storage.ColumnSet;
import org.helenus.storage.KeyCodec;
import org.helenus.storage.KeyRange;
import org.helenus.storage.ManualClock;
import org.helenus.storage.MutationWriter;
import org.helenus.storage.ReadMode;
import org.helenus.storage.StorageEngine;
import org.helenus.storage.StorageListener;
import org.helenus.storage.StorageOptions;
import org.helenus.storage.commitlog.CommitLogOptions;
import org.helenus.storage.disk.Disk;
import org.helenus.storage.sstable.SSTable;

/// A table `(p int, c int, v text, PRIMARY KEY (p, c))` of an engine, that CSV is loaded into as the loader does it.
final class Loaded implements AutoCloseable {
    static final TableId ID = new TableId(new UUID(1, 2));
    static final long EPOCH_MICROS = 1_000_000_000_000L;

    final StorageEngine engine;
    private final Disk disk;
    private final ManualClock clock;
    private final MutationWriter writer = new MutationWriter();

    private Loaded(StorageEngine engine, Disk disk, ManualClock clock) {
        this.engine = engine;
        this.disk = disk;
        this.clock = clock;
    }

    /// @param life how often the disk was opened before
    static Loaded open(Disk disk, int life) throws IOException {
        var log = new CommitLogOptions(
                CommitLogOptions.SyncMode.GROUP,
                Duration.ofSeconds(10),
                Duration.ofMillis(5),
                64 << 10,
                16 << 10,
                1 << 20);
        var options = StorageOptions.DEFAULTS
                .withCommitLog(log)
                .withMaxLogBytes(16 << 20)
                .withMemtableBytes(64 << 20)
                .withCacheBytes(1 << 20);
        var clock = new ManualClock(EPOCH_MICROS + life * 100_000_000L);
        return new Loaded(StorageEngine.open(disk, options, clock, StorageListener.NONE), disk, clock);
    }

    static Loaded create(Disk disk, Map<String, String> compaction) throws IOException {
        var opened = open(disk, 0);
        var table = TableMetadata.builder(ID, "ks", "t")
                .partitionKey("p", NativeType.INT)
                .clustering("c", NativeType.INT)
                .regular("v", NativeType.TEXT)
                .options(TableOptions.DEFAULTS.with(Map.of("compaction", compaction)))
                .build();
        opened.engine.alterSchema(List.of(
                new SchemaChange.PutKeyspace("ks", ReplicationParams.simple(1), true),
                new SchemaChange.PutTable(table)));
        return opened;
    }

    TableMetadata table() {
        return engine.table(ID).metadata();
    }

    /// Loads rows of `p,c,v`.
    ///
    /// @return how many runs its sort made at least
    long load(String csv, long memoryBytes, long seed) throws IOException {
        clock.advance(Duration.ofSeconds(1)); // so that its rows are newer than those of the last
        var random = new SplittableRandom(seed);
        var nobody = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        var refusals = new Refusals(0, nobody, Optional.empty(), CsvOptions.DEFAULTS.format());
        try (var directory = LoadDirectory.create(disk, random);
                var load = new CsvLoad(
                        table(),
                        CsvOptions.DEFAULTS,
                        refusals,
                        disk,
                        directory.path(),
                        directory.runs(),
                        memoryBytes,
                        clock,
                        random)) {
            load.add("rows", new StringReader(csv));
            load.finish().forEach(SSTable::release);
            engine.imports().ownDirectory(ID, directory.path(), BulkLayout.placement(table()));
            return load.runBytes();
        }
    }

    void insert(int p, int c, String v, long timestamp) throws IOException {
        byte[] key = number(p);
        byte[] text = v.getBytes(StandardCharsets.UTF_8);
        writer.reset();
        writer.partition(table(), key, 0, 4);
        writer.row(List.of(number(c)));
        writer.marker(timestamp, 0, 0);
        writer.cell(table().column("v").orElseThrow().id(), timestamp, 0, 0, text, 0, text.length);
        while (!engine.isWritable()) {
            Thread.onSpinWait();
        }
        engine.apply(writer.finish());
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    /// `p/c` to `v`.
    TreeMap<String, String> rows() throws IOException {
        var rows = new TreeMap<String, String>();
        var keys = KeyCodec.of(table());
        try (var snapshot = engine.table(ID).snapshot(ReadMode.MAY_BLOCK);
                var cursor =
                        snapshot.scan(KeyRange.ALL, false, ColumnSet.all(table()), clock.wallMicros() / 1_000_000)) {
            while (cursor.next()) {
                var row = cursor.row();
                var clustering = new byte[1][];
                keys.clustering(row, clustering);
                var cells = row.cells();
                String value = cells.next()
                        ? new String(cells.array(), cells.valueOffset(), cells.valueLength(), StandardCharsets.UTF_8)
                        : "";
                rows.put(
                        ByteBuffer.wrap(row.partitionKey()).getInt() + "/"
                                + ByteBuffer.wrap(clustering[0]).getInt(),
                        value);
            }
        }
        return rows;
    }

    /// Says where the rows differ first; empty: nowhere.
    static String difference(TreeMap<String, String> rows, TreeMap<String, String> model) {
        var all = new TreeSet<>(rows.keySet());
        all.addAll(model.keySet());
        for (String key : all) {
            String row = rows.getOrDefault(key, "nothing");
            String expected = model.getOrDefault(key, "nothing");
            if (!row.equals(expected)) {
                return key + " is " + row + ", not " + expected;
            }
        }
        return "";
    }

    /// The level of each file.
    List<Integer> levels() {
        try (var live = engine.table(ID).sstables()) {
            return live.all().stream().map(file -> file.level()).sorted().toList();
        }
    }

    @Override
    public void close() throws IOException {
        engine.close();
    }
}
