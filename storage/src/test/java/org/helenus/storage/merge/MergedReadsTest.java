package org.helenus.storage.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.storage.CellCursor;
import org.helenus.storage.ColumnSet;
import org.helenus.storage.KeyCodec;
import org.helenus.storage.KeyRange;
import org.helenus.storage.NotInMemoryException;
import org.helenus.storage.ReadMode;
import org.helenus.storage.RowView;
import org.helenus.storage.Seed;
import org.helenus.storage.encoding.RowReader;
import org.helenus.storage.encoding.RowWriter;
import org.junit.jupiter.api.Test;

/// Reads over several sources, against the writes themselves.
final class MergedReadsTest {
    private static final EntrySource[] NO_MEMTABLES = {};

    private static final TableMetadata TABLE = TableMetadata.builder(new TableId(new UUID(1, 1)), "ks", "t")
            .partitionKey("k", NativeType.INT)
            .regular("a", NativeType.INT)
            .regular("b", NativeType.INT)
            .regular("m", new MapType(NativeType.INT, NativeType.INT, true))
            .regular("n", new MapType(NativeType.INT, NativeType.INT, true))
            .build();
    private static final long NOW = 101;

    private static byte[] key(int row) {
        KeyCodec codec = KeyCodec.of(TABLE);
        return codec.rowKey(codec.partitionPrefix(new byte[] {(byte) row}), List.of());
    }

    private static final byte[][] KEYS = keys();

    private static byte[][] keys() {
        var keys = new byte[10][];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = key(i);
        }
        Arrays.sort(keys, Arrays::compareUnsigned);
        return keys;
    }

    /// Some sources with random rows and deletions, and what was written to each row.
    private static final class World {
        final List<ListSource> sources = new ArrayList<>();
        final List<RowMergerTest.Writes> writes = new ArrayList<>();
        DeletionList deletions = DeletionList.EMPTY;

        World(RandomGenerator random) {
            for (int i = 0; i < KEYS.length; i++) {
                writes.add(new RowMergerTest.Writes());
            }
            for (int s = random.nextInt(5); s >= 0; s--) {
                var source = new ListSource();
                for (int i = 0; i < KEYS.length; i++) {
                    RowMergerTest.Writes some = RowMergerTest.random(random);
                    byte[] row = some.row(DeletionList.NONE, DropTimes.NONE);
                    if (random.nextBoolean() && row.length > 0) {
                        writes.set(i, writes.get(i).with(some));
                        source.rows.put(KEYS[i], row);
                    }
                }
                if (random.nextInt(3) == 0) {
                    int from = random.nextInt(KEYS.length);
                    byte[] end = from + 3 < KEYS.length ? KEYS[from + 3] : KeyRange.ALL.end();
                    source.deletions = DeletionList.of(KEYS[from], end, random.nextInt(3), 1);
                    deletions = DeletionList.merge(deletions, source.deletions);
                }
                sources.add(source);
            }
        }

        /// The merged row, empty where nothing is left.
        byte[] row(int i, DropTimes drops) {
            return writes.get(i).row(deletions.coveringTimestamp(KEYS[i], KEYS[i].length), drops);
        }
    }

    /// What a reader sees of a merged row, from its definition; empty: no row.
    private static String seen(byte[] key, byte[] merged, ColumnSet wanted, DropTimes drops) {
        if (merged.length == 0) {
            return "";
        }
        var row = new RowReader();
        row.reset(merged, 0, merged.length);
        boolean marker = row.hasMarker() && (row.markerTtl() == 0 || row.markerExpiry() > NOW);
        boolean alive = marker;
        var text = new StringBuilder(HexFormat.of().formatHex(key))
                .append(marker ? " marker " + row.markerTimestamp() + "/" + row.markerTtl() : "");
        while (row.nextCell()) {
            boolean live = !row.isTombstone()
                    && !row.isComplexDeletion()
                    && (!row.isExpiring() || row.seconds() > NOW)
                    && !drops.hides(row.columnId(), row.timestamp());
            alive |= live;
            if (live && wanted.contains(row.columnId())) {
                text.append(cell(
                        row.columnId(),
                        row.timestamp(),
                        row.ttl(),
                        row.seconds(),
                        row.array(),
                        row.pathOffset(),
                        row.pathLength(),
                        row.valueOffset(),
                        row.valueLength()));
            }
        }
        return alive ? text.toString() : "";
    }

    private static String cell(
            int column,
            long timestamp,
            int ttl,
            long seconds,
            byte[] array,
            int path,
            int pathLength,
            int value,
            int valueLength) {
        return " " + column + "[" + HexFormat.of().formatHex(array, path, path + pathLength) + "]@" + timestamp + "/"
                + ttl + "/" + seconds + "=" + HexFormat.of().formatHex(array, value, value + valueLength);
    }

    private static String seen(RowView row) {
        var text = new StringBuilder(HexFormat.of().formatHex(row.key(), 0, row.keyLength()))
                .append(row.hasMarker() ? " marker " + row.markerTimestamp() + "/" + row.markerTtl() : "");
        CellCursor cells = row.cells();
        while (cells.next()) {
            text.append(cell(
                    cells.columnId(),
                    cells.timestamp(),
                    cells.ttl(),
                    cells.expiresAtSeconds(),
                    cells.array(),
                    cells.pathOffset(),
                    cells.pathLength(),
                    cells.valueOffset(),
                    cells.valueLength()));
        }
        return text.toString();
    }

    private static ColumnSet wanted(RandomGenerator random) {
        var columns = new ArrayList<ColumnMetadata>();
        for (ColumnMetadata column : TABLE.regulars()) {
            if (random.nextBoolean()) {
                columns.add(column);
            }
        }
        return ColumnSet.of(columns);
    }

    private static DropTimes drops(RandomGenerator random) {
        return random.nextInt(3) > 0
                ? DropTimes.NONE
                : DropTimes.forReads(TABLE.toBuilder()
                        .drop("b", 1)
                        .regular("b", NativeType.INT)
                        .build());
    }

    @Test
    void pointReadsSeeWhatWasWritten() throws IOException {
        Seed seed = Seed.next();
        RandomGenerator random = seed.random();
        var view = new RowView();
        for (int round = 0; round < 5_000; round++) {
            var world = new World(random);
            DropTimes drops = drops(random);
            ColumnSet wanted = wanted(random);
            if (random.nextBoolean()) {
                world.sources.sort((a, b) -> Long.compare(b.maxTimestamp(), a.maxTimestamp()));
            }
            var reads = new MergedReads(NO_MEMTABLES, new FileSources(world.sources), drops, ReadMode.MAY_BLOCK);
            for (int i = 0; i < KEYS.length; i++) {
                String expected = seen(KEYS[i], world.row(i, DropTimes.NONE), wanted, drops);
                boolean found = reads.get(KEYS[i], KEYS[i].length, wanted, NOW, view);
                assertThat(found ? seen(view) : "")
                        .as("%s round %d row %d", seed, round, i)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void scansSeeWhatWasWrittenInBothDirections() throws IOException {
        Seed seed = Seed.next();
        RandomGenerator random = seed.random();
        for (int round = 0; round < 3_000; round++) {
            var world = new World(random);
            DropTimes drops = drops(random);
            ColumnSet wanted = wanted(random);
            int from = random.nextInt(KEYS.length);
            int to = random.nextInt(KEYS.length + 1);
            var range = new KeyRange(KEYS[from], to < KEYS.length ? KEYS[to] : KeyRange.ALL.end());
            var expected = new ArrayList<String>();
            for (int i = from; i < to; i++) {
                String row = seen(KEYS[i], world.row(i, DropTimes.NONE), wanted, drops);
                if (!row.isEmpty()) {
                    expected.add(row);
                }
            }
            boolean reversed = random.nextBoolean();
            if (reversed) {
                Collections.reverse(expected);
            }
            var got = new ArrayList<String>();
            var reads = new MergedReads(NO_MEMTABLES, new FileSources(world.sources), drops, ReadMode.MAY_BLOCK);
            try (var rows = reads.scan(range, reversed, wanted, NOW)) {
                while (rows.next()) {
                    got.add(seen(rows.row()));
                }
                assertThat(rows.next()).isFalse();
            }
            assertThat(got).as("%s round %d", seed, round).isEqualTo(expected);
            assertThat(world.sources)
                    .allSatisfy(source -> assertThat(source.open).isZero());
        }
    }

    @Test
    void mergingKeepsWhatStillShadows() throws IOException {
        Seed seed = Seed.next();
        RandomGenerator random = seed.random();
        DropTimes drops = DropTimes.forMerges(
                TABLE.toBuilder().drop("b", 1).regular("b", NativeType.INT).build());
        for (int round = 0; round < 3_000; round++) {
            var world = new World(random);
            DropTimes used = random.nextBoolean() ? drops : DropTimes.NONE;
            var expected = new TreeMap<String, String>();
            for (int i = 0; i < KEYS.length; i++) {
                byte[] row = world.row(i, used);
                if (row.length > 0) {
                    expected.put(
                            HexFormat.of().formatHex(KEYS[i]), HexFormat.of().formatHex(row));
                }
            }
            var got = new TreeMap<String, String>();
            try (var entries =
                    new MergingCursor(world.sources, KeyRange.ALL, random.nextBoolean(), ReadMode.MAY_BLOCK, used)) {
                while (entries.next()) {
                    byte[] value = entries.valueSegment()
                            .asSlice(entries.valueOffset(), entries.valueLength())
                            .toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
                    got.put(
                            HexFormat.of().formatHex(entries.key(), 0, entries.keyLength()),
                            HexFormat.of().formatHex(value));
                }
                assertThat(entries.deletions()).isEqualTo(world.deletions);
            }
            assertThat(got).as("%s round %d", seed, round).isEqualTo(expected);
        }
    }

    private static ListSource source(long timestamp, java.util.function.Consumer<RowWriter> row) {
        var source = new ListSource();
        var out = new ByteWriter();
        var writer = new RowWriter();
        writer.reset(out);
        row.accept(writer);
        if (writer.finish()) {
            source.rows.put(KEYS[0], out.toArray());
        }
        assertThat(source.maxTimestamp()).isEqualTo(timestamp);
        return source;
    }

    private static void value(RowWriter row, int column, long timestamp) {
        row.cell(column, timestamp, 0, 0, new byte[] {1}, 0, 1);
    }

    private static ColumnSet columns(String... names) {
        return ColumnSet.of(Arrays.stream(names)
                .map(name -> TABLE.column(name).orElseThrow())
                .toList());
    }

    private static int getsOfOlder(ListSource newer, ColumnSet wanted) throws IOException {
        ListSource older = source(10, row -> {
            row.marker(10, 0, 0);
            value(row, 1, 10);
            value(row, 2, 10);
        });
        new MergedReads(NO_MEMTABLES, new FileSources(List.of(newer, older)), DropTimes.NONE, ReadMode.MAY_BLOCK)
                .get(KEYS[0], KEYS[0].length, wanted, NOW, new RowView());
        return older.gets;
    }

    @Test
    void aPointReadStopsWhenNothingOlderCanMatter() throws IOException {
        ListSource inserted = source(20, row -> {
            row.marker(20, 0, 0);
            value(row, 1, 20);
        });
        assertThat(getsOfOlder(inserted, columns("a"))).isZero();
        assertThat(getsOfOlder(inserted, columns("k"))).isZero();
        ListSource deleted = source(10, row -> row.deletion(10, 1));
        assertThat(getsOfOlder(deleted, columns("a", "b", "m"))).isZero();
        var covered = new ListSource();
        covered.deletions = DeletionList.of(KEYS[0], KeyRange.ALL.end(), 10, 1);
        assertThat(getsOfOlder(covered, columns("a", "m"))).isZero();
        // a column deleted later than all that is older is as decided as a value
        ListSource tombstone = source(20, row -> {
            row.marker(20, 0, 0);
            row.tombstone(1, 20, 1);
        });
        assertThat(getsOfOlder(tombstone, columns("a"))).isZero();
    }

    @Test
    void aPointReadGoesOnWhenSomethingOlderMayMatter() throws IOException {
        ListSource inserted = source(20, row -> {
            row.marker(20, 0, 0);
            value(row, 1, 20);
        });
        assertThat(getsOfOlder(inserted, columns("a", "b")))
                .as("b is not there")
                .isOne();
        assertThat(getsOfOlder(inserted, columns("a", "m"))).as("a collection").isOne();
        ListSource updated = source(20, row -> value(row, 1, 20));
        assertThat(getsOfOlder(updated, columns("a"))).as("no marker").isOne();
        ListSource expired = source(20, row -> {
            row.marker(20, 1, NOW);
            value(row, 1, 20);
        });
        assertThat(getsOfOlder(expired, columns("a"))).as("its marker expired").isOne();
        ListSource tied = source(20, row -> {
            row.marker(20, 0, 0);
            value(row, 1, 10);
            value(row, 2, 20);
        });
        assertThat(getsOfOlder(tied, columns("a"))).as("a tie of timestamps").isOne();
        ListSource earlier = source(9, row -> row.deletion(9, 1));
        assertThat(getsOfOlder(earlier, columns("a")))
                .as("a deletion that is not newer")
                .isOne();
    }

    @Test
    void aPartitionIsScannedOnlyWhereItMayBe() throws IOException {
        ListSource has = source(5, row -> row.marker(5, 0, 0));
        var lacks = new ListSource();
        lacks.rows.put(KEYS[1], has.rows.get(KEYS[0]));
        lacks.deletions = DeletionList.of(KEYS[0], KEYS[1], 5, 1);
        KeyRange partition = KeyCodec.of(TABLE).partition(Arrays.copyOf(KEYS[0], KEYS[0].length - 2));
        try (var rows = new MergedReads(
                        NO_MEMTABLES, new FileSources(List.of(has, lacks)), DropTimes.NONE, ReadMode.MAY_BLOCK)
                .scan(partition, false, columns("a"), NOW)) {
            assertThat(rows.next()).as("its deletions count all the same").isFalse();
        }
        assertThat(has.scans).isOne();
        assertThat(lacks.scans).isZero();
    }

    @Test
    void missingBlocksPassThrough() throws IOException {
        ListSource cold = source(10, row -> value(row, 1, 10));
        cold.inMemory = false;
        var hurried =
                new MergedReads(NO_MEMTABLES, new FileSources(List.of(cold)), DropTimes.NONE, ReadMode.MEMORY_ONLY);
        assertThatThrownBy(() -> hurried.get(KEYS[0], KEYS[0].length, columns("a"), NOW, new RowView()))
                .isInstanceOf(NotInMemoryException.class);
        try (var rows = hurried.scan(KeyRange.ALL, false, columns("a"), NOW)) {
            assertThatThrownBy(rows::next).isInstanceOf(NotInMemoryException.class);
        }
        assertThat(cold.open).isZero();
        var patient = new MergedReads(NO_MEMTABLES, new FileSources(List.of(cold)), DropTimes.NONE, ReadMode.MAY_BLOCK);
        assertThat(patient.get(KEYS[0], KEYS[0].length, columns("a"), NOW, new RowView()))
                .isTrue();
    }

    @Test
    void tombstonesAreCounted() throws IOException {
        ListSource source = source(5, row -> {
            row.deletion(1, 1);
            row.tombstone(1, 2, 1);
            row.cell(2, 3, 1, NOW, new byte[0], 0, 0);
            row.complexDeletion(3, 5, 1);
        });
        try (var rows = new MergedReads(
                        NO_MEMTABLES, new FileSources(List.of(source)), DropTimes.NONE, ReadMode.MAY_BLOCK)
                .scan(KeyRange.ALL, false, columns("a"), NOW)) {
            assertThat(rows.next()).isFalse();
            assertThat(rows.tombstonesSeen()).isEqualTo(4);
        }
    }
}
