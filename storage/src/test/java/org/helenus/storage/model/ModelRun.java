package org.helenus.storage.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Pattern;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.error.Overloaded;
import org.helenus.schema.option.ReplicationParams;
import org.helenus.storage.ColumnSet;
import org.helenus.storage.ElementSpan;
import org.helenus.storage.KeyRange;
import org.helenus.storage.LiveSSTable;
import org.helenus.storage.ManualClock;
import org.helenus.storage.Mutation;
import org.helenus.storage.MutationWriter;
import org.helenus.storage.QueuedExecutor;
import org.helenus.storage.ReadMode;
import org.helenus.storage.ReadSnapshot;
import org.helenus.storage.RowView;
import org.helenus.storage.StorageEngine;
import org.helenus.storage.StorageListener;
import org.helenus.storage.StorageOptions;
import org.helenus.storage.StorageThreads;
import org.helenus.storage.TableStore;
import org.helenus.storage.commitlog.CommitLogOptions;
import org.helenus.storage.commitlog.CommitLogOptions.SyncMode;
import org.helenus.storage.commitlog.CommitLogReplay.DamagePolicy;
import org.helenus.storage.disk.MemoryDisk;
import org.helenus.storage.encoding.RowSplit;
import org.helenus.storage.merge.DropTimes;
import org.helenus.storage.merge.MergingCursor;
import org.helenus.storage.sstable.SSTable;
import org.helenus.storage.sstable.SSTableOptions;

/// Random writes to a random table in an engine of random sizes, beside a [NaiveTable]; in between flushes, merges,
/// stops and crashes, which change nothing.
final class ModelRun {
    private static final long NOW = 1_000_000;
    private static final Pattern ELEMENT = Pattern.compile(" w\\[(\\d+)\\]=[a-z]*@\\d+( ttl \\d+ until \\d+)?");

    private final SplittableRandom random;
    private final RandomTable table;
    private final NaiveTable model = new NaiveTable();
    private final StorageOptions options;
    private final QueuedExecutor executor = new QueuedExecutor();
    private final MutationWriter writer = new MutationWriter();
    private MemoryDisk disk;
    private StorageEngine engine;

    ModelRun(long seed) throws IOException {
        random = new SplittableRandom(seed);
        table = new RandomTable(random);
        disk = new MemoryDisk(seed);
        options = new StorageOptions(
                        new CommitLogOptions(
                                SyncMode.GROUP,
                                Duration.ofSeconds(10),
                                Duration.ofMillis(5),
                                1 << 15,
                                1 << 14,
                                1 << 18),
                        1 << 16 + random.nextInt(5),
                        1 << 17,
                        random.nextInt(3) * (1 << 15),
                        1,
                        DamagePolicy.REFUSE,
                        false)
                .withRowSplit(
                        random.nextInt(3) == 0
                                ? RowSplit.DEFAULT
                                : new RowSplit(random.nextInt(120), 1 + random.nextInt(100)));
        engine = open();
        engine.alterSchema(List.of(
                new SchemaChange.PutKeyspace("ks", ReplicationParams.simple(1), true),
                new SchemaChange.PutTable(table.metadata())));
    }

    private StorageEngine open() throws IOException {
        return StorageEngine.open(
                disk,
                options,
                new ManualClock(NOW * 1_000_000),
                StorageListener.NONE,
                StorageThreads.of(executor, executor),
                RandomGeneratorFactory.of("L64X128MixRandom").create(random.nextLong()));
    }

    void run(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            switch (random.nextInt(30)) {
                case 0, 1 -> engine.flush(store().id());
                case 2 -> merge();
                case 3 -> restart();
                case 4 -> crash();
                case 5, 6, 7 -> check();
                default -> write();
            }
            executor.runAll();
        }
        check();
        engine.flush(store().id());
        check();
        merge();
        check();
        engine.close();
    }

    private TableStore store() {
        return engine.table(table.metadata().id());
    }

    private void restart() throws IOException {
        engine.close();
        engine = open();
    }

    private void crash() throws IOException {
        engine.syncLog();
        disk = disk.crash(random.nextLong());
        engine = open();
    }

    // ---- writing

    private void write() throws IOException {
        writer.reset();
        for (int i = random.nextInt(4) == 0 ? random.nextInt(5) : 1; i > 0; i--) {
            model.add(write(random.nextInt(RandomTable.PARTITIONS)));
        }
        if (!writer.isEmpty()) {
            apply(writer.finish());
        }
    }

    /// The smallest memory holds few writes: then a flush makes room.
    private void apply(Mutation mutation) throws IOException {
        try {
            engine.apply(mutation);
        } catch (Overloaded e) {
            engine.flush(store().id());
            engine.apply(mutation);
        }
    }

    private List<Fact> write(int partition) {
        byte[] key = table.partitionKey(partition);
        writer.partition(table.metadata(), key, 0, key.length);
        // Few, so that many are the same.
        long at = 1L + random.nextInt(60);
        long seconds = NOW - 50 + random.nextInt(3);
        var place = table.hasStatic() && random.nextInt(6) == 0 ? Place.STATIC : table.place(random);
        switch (random.nextInt(place.isStatic() ? 18 : 20)) {
            case 0 -> {
                writer.deletePartition(at, seconds);
                return List.of(new Fact.PartitionDeletion(partition, at, seconds));
            }
            case 18 -> {
                writer.row(table.clustering(place.clustering()));
                writer.deleteRow(at, seconds);
                return List.of(new Fact.RowDeletion(partition, place, at, seconds));
            }
            case 19, 1, 2 -> {
                var slice = table.slice(random);
                var range = table.range(partition, slice);
                writer.deleteRange(range.start(), range.end(), at, seconds);
                return List.of(new Fact.RangeDeletion(partition, slice, at, seconds));
            }
            default -> {
                return writeRow(partition, place, at);
            }
        }
    }

    private List<Fact> writeRow(int partition, Place place, long at) {
        var facts = new ArrayList<Fact>();
        int ttl = random.nextInt(4) == 0 ? 1 + random.nextInt(2) : 0;
        // Some gone, some at the moment of the question, some later.
        long until = ttl == 0 ? 0 : NOW - 1 + random.nextInt(3) + random.nextInt(2) * 100;
        if (place.isStatic()) {
            writer.staticRow();
        } else {
            writer.row(table.clustering(place.clustering()));
            if (random.nextBoolean()) {
                writer.marker(at, ttl, until);
                facts.add(new Fact.Marker(partition, place, at, ttl, until));
            }
        }
        for (var column : table.columns(place)) {
            if (column.name().equals("w")) {
                writeMap(partition, place, column, at, ttl, until, facts);
            } else if (random.nextInt(3) > 0) {
                facts.add(writeCell(partition, place, column, at, ttl, until));
            }
        }
        return facts;
    }

    private Fact writeCell(int partition, Place place, ColumnMetadata column, long at, int ttl, long until) {
        if (random.nextInt(6) == 0) {
            writer.tombstone(column.id(), at, NOW - 50);
            return new Fact.Cell(partition, place, column.name(), -1, at, 0, NOW - 50, true, "");
        }
        String value = value();
        byte[] bytes = RandomTable.text(value);
        writer.cell(column.id(), at, ttl, until, bytes, 0, bytes.length);
        return new Fact.Cell(partition, place, column.name(), -1, at, ttl, until, false, value);
    }

    private void writeMap(
            int partition, Place place, ColumnMetadata column, long at, int ttl, long until, List<Fact> facts) {
        if (random.nextInt(4) == 0) {
            writer.complexDeletion(column.id(), at - 1, NOW - 50);
            facts.add(new Fact.MapDeletion(partition, place, column.name(), at - 1, NOW - 50));
        }
        for (int path = 0; path < RandomTable.PATHS; path++) {
            byte[] wire = path(path);
            switch (random.nextInt(8)) {
                case 0 -> {
                    writer.pathTombstone(column.id(), wire, at, NOW - 50);
                    facts.add(new Fact.Cell(partition, place, column.name(), path, at, 0, NOW - 50, true, ""));
                }
                case 1, 2 -> {
                    String value = value();
                    writer.pathCell(column.id(), wire, at, ttl, until, RandomTable.text(value));
                    facts.add(new Fact.Cell(partition, place, column.name(), path, at, ttl, until, false, value));
                }
                default -> {}
            }
        }
    }

    private String value() {
        return Character.toString('a' + random.nextInt(4)).repeat(random.nextInt(random.nextInt(10) == 0 ? 700 : 20));
    }

    /// All files into one, nothing purged.
    private void merge() throws IOException {
        var inputs = new ArrayList<SSTable>();
        try (var live = store().sstables()) {
            live.all().forEach(file -> inputs.add(file.sstable()));
            var output = new ArrayList<LiveSSTable>();
            var drops = DropTimes.forMerges(table.metadata());
            try (var cursor = MergingCursor.rewriting(inputs, KeyRange.ALL, drops, options.rowSplit());
                    var file = store().newSSTable(SSTableOptions.of(table.metadata(), 10, 100, 1, 0))) {
                file.deletions(cursor.deletions());
                while (cursor.next()) {
                    file.append(cursor);
                }
                if (!file.isEmpty()) {
                    output.add(LiveSSTable.whole(store().finish(file), 1));
                }
            }
            assertThat(store().replace(inputs, output)).isTrue();
        }
    }

    // ---- reading

    private void check() throws IOException {
        for (long now : new long[] {NOW, NOW + 100}) {
            var expected = model.lines(table.partitions(), now, (partition, place) -> true);
            try (var snapshot = store().snapshot(ReadMode.MAY_BLOCK)) {
                assertThat(scan(snapshot, KeyRange.ALL, false, now)).isEqualTo(expected);
                assertThat(scan(snapshot, KeyRange.ALL, true, now)).isEqualTo(expected.reversed());
                halves(snapshot, expected, now);
                points(snapshot, now);
                slices(snapshot, now);
            }
            assertThat(pages(1 + random.nextInt(7), now)).isEqualTo(expected);
        }
    }

    private List<String> scan(ReadSnapshot snapshot, KeyRange range, boolean reversed, long now) throws IOException {
        var lines = new ArrayList<String>();
        try (var rows = snapshot.scan(range, reversed, ColumnSet.all(table.metadata()), now)) {
            while (rows.next()) {
                lines.add(line(rows.row()));
            }
        }
        return lines;
    }

    private void halves(ReadSnapshot snapshot, List<String> expected, long now) throws IOException {
        byte[] middle = table.keys().tokenStart(random.nextLong());
        var both = scan(snapshot, new KeyRange(KeyRange.ALL.start(), middle), false, now);
        both.addAll(scan(snapshot, new KeyRange(middle, KeyRange.ALL.end()), false, now));
        assertThat(both).isEqualTo(expected);
    }

    private List<String> pages(int size, long now) throws IOException {
        var lines = new ArrayList<String>();
        byte[] from = KeyRange.ALL.start();
        for (int got = size; got == size; ) {
            got = 0;
            try (var snapshot = store().snapshot(ReadMode.MAY_BLOCK);
                    var rows = snapshot.scan(
                            new KeyRange(from, KeyRange.ALL.end()), false, ColumnSet.all(table.metadata()), now)) {
                while (got < size && rows.next()) {
                    lines.add(line(rows.row()));
                    from = Arrays.copyOf(rows.row().key(), rows.row().keyLength() + 1);
                    from[from.length - 1] = 0;
                    got++;
                }
            }
        }
        return lines;
    }

    private void points(ReadSnapshot snapshot, long now) throws IOException {
        var row = new RowView();
        for (int i = 0; i < 40; i++) {
            int partition = random.nextInt(RandomTable.PARTITIONS);
            var place = table.hasStatic() && random.nextInt(6) == 0 ? Place.STATIC : table.place(random);
            var wanted = table.columns(place).stream()
                    .filter(column -> random.nextInt(3) > 0)
                    .toList();
            byte[] key = table.key(partition, place);
            int first = random.nextInt(RandomTable.PATHS);
            int last = random.nextInt(RandomTable.PATHS);
            var columns = elements(ColumnSet.of(wanted), first, last);
            Optional<String> found = snapshot.get(key, key.length, columns, now, row)
                    ? Optional.of(onlyElements(line(row), first, last))
                    : Optional.empty();
            assertThat(found)
                    .as("%s of %s", wanted, NaiveTable.row(partition, place))
                    .isEqualTo(model.line(
                                    partition,
                                    place,
                                    now,
                                    name -> wanted.stream()
                                            .anyMatch(column -> column.name().equals(name)))
                            .map(line -> onlyElements(line, first, last)));
        }
    }

    /// Of the map, where there is one, two parts of it or all.
    private ColumnSet elements(ColumnSet columns, int first, int last) {
        var map = table.metadata().column("w");
        if (map.isEmpty() || first > last) {
            return columns;
        }
        int id = map.get().id();
        var spans = new ArrayList<ElementSpan>();
        spans.add(new ElementSpan(id, Optional.of(path(first)), Optional.of(path(last))));
        if (last + 2 < RandomTable.PATHS) {
            spans.add(new ElementSpan(id, Optional.of(path(last + 2)), Optional.empty()));
        }
        return columns.withElements(id, spans);
    }

    private static byte[] path(int path) {
        return ByteBuffer.allocate(4).putInt(path).array();
    }

    /// Who asks for some elements may be given all.
    private static String onlyElements(String line, int first, int last) {
        return first > last
                ? line
                : ELEMENT.matcher(line).replaceAll(element -> {
                    int path = Integer.parseInt(element.group(1));
                    return path >= first && path <= last || path >= last + 2 ? "$0" : "";
                });
    }

    private void slices(ReadSnapshot snapshot, long now) throws IOException {
        for (int i = 0; i < 6; i++) {
            int partition = random.nextInt(RandomTable.PARTITIONS);
            var slice = table.slice(random);
            var expected = model.lines(List.of(partition), now, (where, place) -> slice.holds(place));
            var range = table.range(partition, slice);
            assertThat(scan(snapshot, range, false, now)).as("%s", slice).isEqualTo(expected);
            assertThat(scan(snapshot, range, true, now)).as("%s", slice).isEqualTo(expected.reversed());
        }
    }

    private String line(RowView row) {
        var clustering = new byte[table.metadata().clustering().size()][];
        if (!row.isStatic()) {
            table.keys().clustering(row, clustering);
        }
        var place = row.isStatic() ? Place.STATIC : table.place(clustering);
        var text = new StringBuilder(NaiveTable.row(table.partition(row.partitionKey()), place));
        if (row.hasMarker()) {
            text.append(" !").append(row.markerTimestamp());
        }
        var cells = row.cells();
        while (cells.next()) {
            String value = new String(cells.array(), cells.valueOffset(), cells.valueLength(), StandardCharsets.UTF_8);
            int path = cells.hasPath()
                    ? ByteBuffer.wrap(cells.array(), cells.pathOffset(), 4).getInt()
                    : -1;
            text.append(NaiveTable.cell(
                    table.metadata().column(cells.columnId()).orElseThrow().name(),
                    path,
                    cells.timestamp(),
                    cells.ttl(),
                    cells.ttl() == 0 ? 0 : cells.expiresAtSeconds(),
                    value));
        }
        return text.toString();
    }
}
