package org.helenus.storage.memtable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.type.NativeType;
import org.helenus.storage.KeyCodec;
import org.helenus.storage.KeyRange;
import org.helenus.storage.Mutation;
import org.helenus.storage.MutationWriter;
import org.helenus.storage.ReadMode;
import org.helenus.storage.Seed;
import org.helenus.storage.encoding.MutationReader;
import org.helenus.storage.encoding.RowKeyFormat;
import org.helenus.storage.encoding.RowReader;
import org.helenus.storage.encoding.RowSplit;
import org.helenus.storage.encoding.RowWriter;
import org.helenus.storage.merge.Continuations;
import org.helenus.storage.merge.DeletionList;
import org.helenus.storage.merge.DropTimes;
import org.helenus.storage.merge.EntryCursor;
import org.helenus.storage.merge.RowMerger;
import org.junit.jupiter.api.Test;

/// Against a sorted map of merged rows.
final class MemtableTest {
    static final TableMetadata TABLE = TableMetadata.builder(new TableId(new UUID(1, 1)), "ks", "t")
            .partitionKey("k", NativeType.BLOB)
            .clustering("a", NativeType.BLOB)
            .clustering("b", NativeType.INT)
            .staticColumn("s", NativeType.INT)
            .regular("v", NativeType.BLOB)
            .regular("m", NativeType.BLOB)
            .build();
    private static final KeyCodec CODEC = KeyCodec.of(TABLE);

    static byte[] integer(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    static void apply(Memtable memtable, Mutation mutation, long position) {
        var reader = new MutationReader();
        mutation.read(reader);
        while (reader.nextPartition()) {
            memtable.apply(reader, position);
        }
    }

    /// What a memtable should hold.
    private static final class Model {
        final NavigableMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);
        DeletionList deletions = DeletionList.EMPTY;

        Model copy() {
            var copy = new Model();
            copy.rows.putAll(rows);
            copy.deletions = deletions;
            return copy;
        }

        void apply(Mutation mutation) {
            var reader = new MutationReader();
            mutation.read(reader);
            while (reader.nextPartition()) {
                while (reader.nextEntry()) {
                    if (!reader.isRow()) {
                        deletions = deletions.add(
                                reader.deletionStart(), reader.deletionEnd(),
                                reader.deletionTimestamp(), reader.deletionSeconds());
                        continue;
                    }
                    var key = new ByteWriter();
                    key.bytes(reader.array(), reader.prefixOffset(), reader.prefixLength());
                    key.bytes(reader.array(), reader.suffixOffset(), reader.suffixLength());
                    byte[] value = Arrays.copyOfRange(
                            reader.array(), reader.valueOffset(), reader.valueOffset() + reader.valueLength());
                    rows.merge(key.toArray(), value, Model::merge);
                }
            }
        }

        long partitions() {
            return rows.keySet().stream()
                    .map(key -> HexFormat.of().formatHex(key, 0, RowKeyFormat.prefixLength(key, key.length)))
                    .distinct()
                    .count();
        }

        static byte[] merge(byte[] a, byte[] b) {
            var merger = new RowMerger();
            merger.add(a, 0, a.length);
            merger.add(b, 0, b.length);
            var out = new ByteWriter();
            merger.merge(DeletionList.NONE, DropTimes.NONE, out);
            return out.toArray();
        }
    }

    /// Few and many partitions, narrow and wide ones, with clusterings that share long beginnings.
    private static void writeSome(MutationWriter writer, RandomGenerator random, int timestamp) {
        int partition = random.nextInt(3) == 0 ? random.nextInt(2) : random.nextInt(300);
        byte[] key = partition == 0
                ? "a partition key of some length".getBytes(java.nio.charset.StandardCharsets.UTF_8)
                : integer(partition);
        writer.partition(TABLE, key, 0, key.length);
        byte[] prefix = CODEC.partitionPrefix(key);
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            switch (random.nextInt(12)) {
                case 0 -> {
                    writer.staticRow();
                    writer.cell(3, timestamp, 0, 0, integer(random.nextInt()), 0, 4);
                }
                case 1 -> {
                    var from = clustering(random, partition);
                    var to = clustering(random, partition);
                    writer.deleteRange(
                            CODEC.before(prefix, List.of(from.getFirst())), CODEC.after(prefix, to), timestamp, 5);
                }
                default -> {
                    writer.row(clustering(random, partition));
                    if (random.nextBoolean()) {
                        writer.marker(timestamp, 0, 0);
                    }
                    byte[] value = new byte[random.nextInt(20) == 0 ? random.nextInt(30_000) : random.nextInt(40)];
                    random.nextBytes(value);
                    if (random.nextInt(5) > 0) {
                        writer.cell(4, random.nextInt(timestamp + 1), 0, 0, value, 0, value.length);
                    }
                    for (int element = 0; element < 10 && random.nextInt(3) > 0; element++) {
                        writer.pathCell(
                                5,
                                new byte[] {(byte) element, (byte) random.nextInt(100)},
                                timestamp,
                                0,
                                0,
                                Arrays.copyOf(value, Math.min(value.length, 200)));
                    }
                }
            }
        }
    }

    private static List<byte[]> clustering(RandomGenerator random, int partition) {
        int wide = partition <= 1 ? 4_000 : 5;
        int row = random.nextInt(wide);
        byte[] first = partition == 0
                ? ("long beginning that all rows share " + row / 100).getBytes(java.nio.charset.StandardCharsets.UTF_8)
                : new byte[] {(byte) (row / 100)};
        return List.of(first, integer(row));
    }

    private static List<String> scan(MemtableSnapshot snapshot, KeyRange range, boolean reversed) throws IOException {
        var rows = new ArrayList<String>();
        byte[] row = {};
        var entries = new ArrayList<byte[]>();
        try (EntryCursor cursor = snapshot.scan(range, reversed, ReadMode.MEMORY_ONLY)) {
            while (cursor.next()) {
                byte[] value = cursor.valueSegment()
                        .asSlice(cursor.valueOffset(), cursor.valueLength())
                        .toArray(ValueLayout.JAVA_BYTE);
                boolean continues = RowReader.isContinuation(value[0]);
                byte[] key = Arrays.copyOf(
                        cursor.key(), continues ? Continuations.rowKeyLength(cursor) : cursor.keyLength());
                if (!Arrays.equals(row, key) && !entries.isEmpty()) {
                    rows.add(line(row, whole(entries)));
                    entries.clear();
                }
                row = key;
                entries.add(value);
            }
            assertThat(cursor.next()).isFalse();
        }
        if (!entries.isEmpty()) {
            rows.add(line(row, whole(entries)));
        }
        return rows;
    }

    /// A row and its further entries as one row.
    private static byte[] whole(List<byte[]> entries) {
        var merger = new RowMerger();
        entries.forEach(entry -> merger.add(entry, 0, entry.length));
        var out = new ByteWriter();
        merger.merge(DeletionList.NONE, DropTimes.NONE, out);
        RowWriter.makeWhole(out.array(), 0);
        return out.toArray();
    }

    private static String line(byte[] key, byte[] value) {
        String name = key.length < 1_000 ? HexFormat.of().formatHex(key) : Arrays.hashCode(key) + "/" + key.length;
        return name + "=" + Arrays.hashCode(value) + "/" + value.length;
    }

    private static List<String> expected(Model model, KeyRange range, boolean reversed) {
        if (range.isEmpty()) {
            return List.of();
        }
        var part = model.rows.subMap(range.start(), true, range.end(), false);
        var rows = new ArrayList<String>();
        (reversed ? part.descendingMap() : part).forEach((key, value) -> rows.add(line(key, value)));
        return rows;
    }

    private static void check(MemtableSnapshot snapshot, Model model, RandomGenerator random, String seed)
            throws IOException {
        assertThat(scan(snapshot, KeyRange.ALL, false)).as(seed).isEqualTo(expected(model, KeyRange.ALL, false));
        assertThat(scan(snapshot, KeyRange.ALL, true)).as(seed).isEqualTo(expected(model, KeyRange.ALL, true));
        assertThat(snapshot.deletions()).as(seed).isEqualTo(model.deletions);
        byte[][] keys = model.rows.keySet().toArray(new byte[0][]);
        for (int i = 0; i < 30 && keys.length > 0; i++) {
            byte[] a = bound(keys, random);
            byte[] b = bound(keys, random);
            var range = new KeyRange(a, b);
            boolean reversed = random.nextBoolean();
            assertThat(scan(snapshot, range, reversed))
                    .as("%s %s", seed, range)
                    .isEqualTo(expected(model, range, reversed));
            assertThat(snapshot.deletions(range)).as("%s %s", seed, range).isEqualTo(model.deletions.clip(range));
            assertThat(get(snapshot, a))
                    .as("%s %s", seed, range)
                    .isEqualTo(line(a, model.rows.getOrDefault(a, new byte[0])));
        }
    }

    private static byte[] bound(byte[][] keys, RandomGenerator random) {
        byte[] key = keys[random.nextInt(keys.length)].clone();
        if (random.nextInt(3) == 0) {
            key[key.length - 1] ^= 1;
        }
        return random.nextInt(5) == 0 ? Arrays.copyOf(key, random.nextInt(8, key.length)) : key;
    }

    private static String get(MemtableSnapshot snapshot, byte[] key) throws IOException {
        var merger = new RowMerger();
        boolean found = snapshot.get(Arrays.copyOf(key, key.length + 1), key.length, ReadMode.MEMORY_ONLY, merger::add);
        var out = new ByteWriter();
        assertThat(merger.count() > 0).isEqualTo(found);
        if (found) {
            merger.merge(DeletionList.NONE, DropTimes.NONE, out);
            if (RowReader.isContinued(out.array()[0])) {
                var range = new KeyRange(key, RowKeyFormat.behind(key, key.length, RowKeyFormat.CONTINUATIONS_END));
                return scan(snapshot, range, false).getFirst();
            }
        }
        return line(key, out.toArray());
    }

    @Test
    void snapshotsSeeWhatWasWrittenByThen() throws IOException {
        Seed seed = Seed.next();
        RandomGenerator random = seed.random();
        for (int shards : new int[] {1, 4}) {
            try (var memtable = new Memtable(shards, new RowSplit(shards == 1 ? 300 : 3_000, 1))) {
                assertThat(memtable.isEmpty()).isTrue();
                assertThat(memtable.bytes()).isZero();
                var model = new Model();
                var writer = new MutationWriter();
                var snapshots = new ArrayList<MemtableSnapshot>();
                var models = new ArrayList<Model>();
                check(memtable.snapshot(), model, random, seed.toString());
                for (int i = 1; i <= 4_000; i++) {
                    writer.reset();
                    writeSome(writer, random, i % 50);
                    if (random.nextInt(4) == 0) {
                        writeSome(writer, random, i % 50);
                    }
                    Mutation mutation = writer.finish();
                    apply(memtable, mutation, 1000 + i);
                    model.apply(mutation);
                    if (i % 500 == 0) {
                        MemtableSnapshot snapshot = memtable.snapshot();
                        // a state is fixed when it is first read
                        for (int s = 0; s < shards; s++) {
                            snapshot.view(s);
                        }
                        snapshots.add(snapshot);
                        models.add(model.copy());
                        assertThat(snapshot.position()).isEqualTo(memtable.maxPosition());
                    }
                }
                for (int i = 0; i < snapshots.size(); i++) {
                    check(snapshots.get(i), models.get(i), random, seed + " shards " + shards + " snapshot " + i);
                }
                check(memtable.snapshot(), model, random, seed.toString());
                assertThat(memtable.rows()).as(seed.toString()).isEqualTo(model.rows.size());
                assertThat(memtable.partitions()).as(seed.toString()).isBetween(model.partitions(), memtable.rows());
                assertThat(memtable.minPosition()).isBetween(1001L, 1010L);
                assertThat(memtable.maxPosition()).isBetween(4990L, 5000L);
                assertThat(memtable.minTimestamp()).isBetween(0L, 1L);
                assertThat(memtable.maxTimestamp()).isEqualTo(49);
                assertThat(memtable.isEmpty()).isFalse();
            }
        }
    }

    private static Memtable filled(int rows, java.util.function.IntUnaryOperator order) {
        var memtable = new Memtable(1);
        var writer = new MutationWriter();
        for (int i = 0; i < rows; i++) {
            writer.reset();
            writer.partition(TABLE, integer(1), 0, 4);
            writer.row(List.of(
                    "the same for every row".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    integer(order.applyAsInt(i))));
            writer.marker(1, 0, 0);
            apply(memtable, writer.finish(), i);
        }
        return memtable;
    }

    @Test
    void rowsThatComeInOrderFillTheirNodes() throws IOException {
        int rows = 20_000;
        for (int direction : new int[] {1, -1}) {
            try (Memtable memtable = filled(rows, i -> i * direction)) {
                assertThat(scan(memtable.snapshot(), KeyRange.ALL, false))
                        .hasSize(rows)
                        .isSorted();
                assertThat(memtable.shard(0).tree.levels()).isLessThanOrEqualTo(4);
                assertThat(memtable.rows()).isEqualTo(rows);
                assertThat(memtable.partitions()).isBetween(1L, rows / 20L);
                // a key of 12 + 6 bytes, a version of 16 + 9, a third of a node's slot more
                assertThat(memtable.bytes() / rows).isLessThan(direction > 0 ? 95 : 150);
            }
        }
    }

    private static void writeElements(Memtable memtable, int elements) {
        var writer = new MutationWriter();
        for (int i = 0; i < elements; i++) {
            writer.reset();
            writer.partition(TABLE, integer(1), 0, 4);
            writer.row(List.of(new byte[0], integer(1)));
            writer.pathCell(5, integer(Integer.reverse(i)), 1, 0, 0, integer(i));
            apply(memtable, writer.finish(), i);
        }
    }

    @Test
    void aRowOfManyElementsIsNotCopiedForEach() throws IOException {
        try (var memtable = new Memtable(1, new RowSplit(1 << 20, 1))) {
            int elements = 20_000;
            writeElements(memtable, elements);
            // each element is in at most some fifteen pieces over time
            assertThat(memtable.bytes()).isLessThan(elements * 40L * 15);
            byte[] key = CODEC.rowKey(CODEC.partitionPrefix(integer(1)), List.of(new byte[0], integer(1)));
            var merger = new RowMerger();
            assertThat(memtable.snapshot().get(key, key.length, ReadMode.MEMORY_ONLY, merger::add))
                    .isTrue();
            assertThat(merger.count()).isLessThan(20);
            var out = new ByteWriter();
            merger.merge(DeletionList.NONE, DropTimes.NONE, out);
            assertThat(cells(out.toArray())).isEqualTo(elements);
        }
    }

    private static int cells(byte[] value) {
        var row = new RowReader();
        row.reset(value, 0, value.length);
        int found = 0;
        while (row.nextCell()) {
            found++;
        }
        return found;
    }

    @Test
    void eachElementOfALargeRowIsAnEntry() throws IOException {
        try (var memtable = new Memtable(1)) {
            int elements = 20_000;
            writeElements(memtable, elements);
            assertThat(memtable.rows()).isEqualTo(1);
            assertThat(memtable.bytes() / elements).isLessThan(150);
            int entries = 0;
            try (EntryCursor cursor = memtable.snapshot().scan(KeyRange.ALL, false, ReadMode.MEMORY_ONLY)) {
                while (cursor.next()) {
                    byte[] value = cursor.valueSegment()
                            .asSlice(cursor.valueOffset(), cursor.valueLength())
                            .toArray(ValueLayout.JAVA_BYTE);
                    RowReader.check(value, 0, value.length);
                    assertThat(cells(value)).isEqualTo(entries++ == 0 ? 0 : 1);
                }
            }
            assertThat(entries).isEqualTo(1 + elements);
        }
    }

    @Test
    void largeRowsHaveRoom() throws IOException {
        try (var memtable = new Memtable(1)) {
            var writer = new MutationWriter();
            var model = new Model();
            for (int size : new int[] {10, 16_000, 65_500, 65_536, 70_000, 5_000_000, 3}) {
                writer.reset();
                writer.partition(TABLE, integer(size), 0, 4);
                writer.row(List.of(new byte[0], integer(1)));
                writer.cell(4, 1, 0, 0, new byte[size], 0, size);
                model.apply(writer.finish());
                apply(memtable, writer.finish(), 1);
            }
            assertThat(scan(memtable.snapshot(), KeyRange.ALL, false)).isEqualTo(expected(model, KeyRange.ALL, false));
            assertThat(memtable.bytes()).isBetween(5_200_000L, 5_900_000L);
        }
    }

    @Test
    void theLongestKeysHaveRoom() throws IOException {
        Seed seed = Seed.next();
        try (var memtable = new Memtable(4)) {
            var writer = new MutationWriter();
            var model = new Model();
            for (int i = 0; i < 300; i++) {
                // zeros are escaped, so that the key takes twice as much; and all share a long
                // beginning
                byte[] key = new byte[0xFFFF];
                key[key.length - 1] = (byte) (i % 5);
                writer.reset();
                writer.partition(TABLE, key, 0, key.length);
                writer.row(List.of(new byte[i * 200 % 60_000], integer(i)));
                writer.marker(1, 0, 0);
                model.apply(writer.finish());
                apply(memtable, writer.finish(), i);
            }
            try (MemtableSnapshot snapshot = memtable.snapshot()) {
                check(snapshot, model, seed.random(), seed.toString());
            }
            // each partition's key lies there once, not with each of its rows
            assertThat(memtable.bytes()).isLessThan(5 * 200_000L + 300 * 70_000L);
        }
    }

    private static void overwrite(Memtable memtable, MutationWriter writer, int times, int size) {
        for (int i = 0; i < times; i++) {
            writer.reset();
            writer.partition(TABLE, integer(1), 0, 4);
            for (int row = 0; row < 3; row++) {
                writer.row(List.of(new byte[0], integer(row)));
                writer.cell(4, i, 0, 0, new byte[size], 0, size - row - i % 3);
            }
            apply(memtable, writer.finish(), i);
        }
    }

    @Test
    void memoryOfReplacedVersionsIsUsedAgain() throws IOException {
        for (int size : new int[] {50, 3_000, 40_000}) {
            try (var memtable = new Memtable(1)) {
                var writer = new MutationWriter();
                overwrite(memtable, writer, 300, size);
                long settled = memtable.bytes();
                overwrite(memtable, writer, 1_000, size);
                // less than a tenth of what was written
                long little = Math.max(Slabs.CHUNK_BYTES, 300L * size);
                assertThat(memtable.bytes()).as("%d", size).isBetween(settled, settled + little);
                // a snapshot keeps what it sees
                MemtableSnapshot snapshot = memtable.snapshot();
                var seen = scan(snapshot, KeyRange.ALL, false);
                overwrite(memtable, writer, 1_000, size);
                assertThat(memtable.bytes()).as("%d", size).isGreaterThan(settled + 1_000L * size);
                assertThat(scan(snapshot, KeyRange.ALL, false)).isEqualTo(seen);
                snapshot.close();
                long kept = memtable.bytes();
                overwrite(memtable, writer, 1_000, size);
                assertThat(memtable.bytes()).as("%d", size).isBetween(kept, kept + little);
            }
        }
    }

    @Test
    void sizeClassesHoldWhatIsAsked() {
        for (int bytes = 1; bytes < 20_000_000; bytes += 1 + bytes / 100) {
            int room = Slabs.sizeClassBytes(Slabs.sizeClass(bytes));
            assertThat(room).as("%d", bytes).isBetween(bytes, Math.max(bytes + 7, bytes + bytes / 8 + 8));
            assertThat(Slabs.sizeClass(room)).isEqualTo(Slabs.sizeClass(bytes));
        }
    }

    @Test
    void aClosedMemtableFails() {
        var memtable = filled(1, i -> i);
        MemtableSnapshot snapshot = memtable.snapshot();
        memtable.close();
        assertThatThrownBy(() -> scan(snapshot, KeyRange.ALL, false)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new Memtable(3)).isInstanceOf(IllegalArgumentException.class);
    }
}
