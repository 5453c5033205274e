package org.helenus.storage.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.type.NativeType;
import org.helenus.storage.Seed;
import org.helenus.storage.encoding.RowReader;
import org.helenus.storage.encoding.RowWriter;
import org.junit.jupiter.api.Test;

/// Against a model that keeps every write ever made to a row, and says what counts from the definitions.
final class RowMergerTest {
    /// How a cell was written. The greater kind wins a tie of timestamps.
    enum Kind {
        LIVE,
        EXPIRING,
        TOMBSTONE
    }

    record Place(int column, int rank, int path) implements Comparable<Place> {
        static final Comparator<Place> ORDER = Comparator.comparingInt(Place::column)
                .thenComparingInt(Place::rank)
                .thenComparingInt(Place::path);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    record Cell(Place place, Kind kind, long timestamp, int ttl, long seconds, int value) {
        static final Comparator<Cell> STRENGTH = Comparator.comparingLong(Cell::timestamp)
                .thenComparing(Cell::kind)
                .thenComparingLong(Cell::seconds)
                .thenComparingInt(Cell::value)
                .thenComparingInt(Cell::ttl);
    }

    record Marker(long timestamp, int ttl, long expiry) {
        static final Comparator<Marker> STRENGTH = Comparator.comparingLong(Marker::timestamp)
                .thenComparing(marker -> marker.ttl != 0)
                .thenComparingLong(Marker::expiry)
                .thenComparingInt(Marker::ttl);
    }

    record RowDeletion(long timestamp, long seconds) {
        static final Comparator<RowDeletion> STRENGTH =
                Comparator.comparingLong(RowDeletion::timestamp).thenComparingLong(RowDeletion::seconds);
    }

    /// All writes to a row.
    record Writes(List<Marker> markers, List<RowDeletion> deletions, List<String> clusterings, List<Cell> cells) {
        Writes() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        Writes with(Writes other) {
            var both = new Writes();
            for (Writes part : List.of(this, other)) {
                both.markers.addAll(part.markers);
                both.deletions.addAll(part.deletions);
                both.clusterings.addAll(part.clusterings);
                both.cells.addAll(part.cells);
            }
            return both;
        }

        /// The row that these writes make under a covering deletion; empty bytes when there is none.
        byte[] row(long covering, DropTimes drops) {
            var out = new ByteWriter();
            var writer = new RowWriter();
            writer.reset(out);
            Optional<RowDeletion> deletion =
                    deletions.stream().max(RowDeletion.STRENGTH).filter(found -> found.timestamp > covering);
            long shadow =
                    Math.max(covering, deletion.map(RowDeletion::timestamp).orElse(Long.MIN_VALUE));
            markers.stream()
                    .max(Marker.STRENGTH)
                    .filter(found -> found.timestamp > shadow)
                    .ifPresent(found -> writer.marker(found.timestamp, found.ttl, found.expiry));
            deletion.ifPresent(found -> writer.deletion(found.timestamp, found.seconds));
            clusterings.stream()
                    .max(Comparator.naturalOrder())
                    .ifPresent(found -> writer.clustering(
                            found.getBytes(java.nio.charset.StandardCharsets.UTF_8), 0, found.length()));
            Map<Place, Cell> winners = new TreeMap<>();
            for (Cell cell : cells) {
                winners.merge(cell.place, cell, (a, b) -> Cell.STRENGTH.compare(a, b) >= 0 ? a : b);
            }
            for (Cell cell : winners.values()) {
                Cell whole = winners.get(new Place(cell.place.column, 0, 0));
                long inColumn = cell.place.rank == 0 || whole == null || drops.hides(cell.place.column, whole.timestamp)
                        ? shadow
                        : Math.max(shadow, whole.timestamp);
                if (cell.timestamp > inColumn && !drops.hides(cell.place.column, cell.timestamp)) {
                    write(cell, writer);
                }
            }
            writer.finish();
            return out.toArray();
        }

        private static void write(Cell cell, RowWriter writer) {
            byte[] path = {(byte) cell.place.path};
            byte[] value = cell.value == 0 ? new byte[0] : new byte[] {(byte) cell.value};
            int column = cell.place.column;
            switch (cell.place.rank) {
                case 0 -> writer.complexDeletion(column, cell.timestamp, cell.seconds);
                case 1 -> {
                    if (cell.kind == Kind.TOMBSTONE) {
                        writer.tombstone(column, cell.timestamp, cell.seconds);
                    } else {
                        writer.cell(column, cell.timestamp, cell.ttl, cell.seconds, value, 0, value.length);
                    }
                }
                default -> {
                    if (cell.kind == Kind.TOMBSTONE) {
                        writer.pathTombstone(column, path, 0, 1, cell.timestamp, cell.seconds);
                    } else {
                        writer.pathCell(
                                column, path, 0, 1, cell.timestamp, cell.ttl, cell.seconds, value, 0, value.length);
                    }
                }
            }
        }
    }

    /// Few timestamps and values, so that ties of every kind are common.
    static Writes random(RandomGenerator random) {
        var writes = new Writes();
        if (random.nextInt(3) == 0) {
            int ttl = random.nextInt(3);
            writes.markers.add(new Marker(random.nextInt(4), ttl, ttl == 0 ? 0 : 100 + random.nextInt(2)));
        }
        if (random.nextInt(5) == 0) {
            writes.deletions.add(new RowDeletion(random.nextInt(3), random.nextInt(3)));
        }
        if (random.nextInt(4) == 0) {
            writes.clusterings.add(List.of("a", "b", "ab").get(random.nextInt(3)));
        }
        for (int i = random.nextInt(6); i > 0; i--) {
            int column = random.nextInt(1, 5);
            int rank = column <= 2 ? 1 : random.nextInt(4) == 0 ? 0 : 2;
            Kind kind = rank == 0 ? Kind.TOMBSTONE : Kind.values()[random.nextInt(3)];
            int ttl = kind == Kind.EXPIRING ? random.nextInt(1, 3) : 0;
            var place = new Place(column, rank, rank == 2 ? random.nextInt(3) : 0);
            if (writes.cells.stream().noneMatch(cell -> cell.place.equals(place))) {
                writes.cells.add(new Cell(
                        place,
                        kind,
                        random.nextInt(4),
                        ttl,
                        kind == Kind.LIVE ? 0 : 100 + random.nextInt(3),
                        kind == Kind.TOMBSTONE ? 0 : random.nextInt(3)));
            }
        }
        // a clustering alone is no row, and is forgotten with the row it came with
        if (writes.row(DeletionList.NONE, DropTimes.NONE).length == 0) {
            writes.clusterings.clear();
        }
        return writes;
    }

    static byte[] merge(List<byte[]> rows, long covering, DropTimes drops) {
        var merger = new RowMerger();
        var out = new ByteWriter();
        out.u8(0x77);
        for (byte[] row : rows) {
            if (row.length > 0) {
                byte[] shifted = new byte[row.length + 3];
                System.arraycopy(row, 0, shifted, 2, row.length);
                merger.add(shifted, 2, row.length);
            }
        }
        boolean left = merger.merge(covering, drops, out);
        assertThat(left).isEqualTo(out.length() > 1);
        byte[] merged = Arrays.copyOfRange(out.array(), 1, out.length());
        if (left) {
            RowReader.check(merged, 0, merged.length);
        }
        return merged;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void anyWayOfMergingGivesWhatTheWritesMean() {
        Seed seed = Seed.next();
        RandomGenerator random = seed.random();
        for (int round = 0; round < 30_000; round++) {
            var all = new Writes();
            var rows = new ArrayList<byte[]>();
            for (int i = random.nextInt(1, 5); i > 0; i--) {
                Writes writes = random(random);
                all = all.with(writes);
                rows.add(writes.row(DeletionList.NONE, DropTimes.NONE));
            }
            long covering = random.nextInt(4) == 0 ? random.nextInt(3) : DeletionList.NONE;
            // some of the same again, and some merged before, in any order
            for (int i = random.nextInt(3); i > 0; i--) {
                int from = random.nextInt(rows.size());
                rows.add(merge(rows.subList(from, rows.size()), DeletionList.NONE, DropTimes.NONE));
            }
            java.util.Collections.shuffle(rows, new java.util.Random(random.nextLong()));
            rows.removeIf(row -> row.length == 0);
            if (rows.isEmpty()) {
                continue;
            }
            assertThat(hex(merge(rows, covering, DropTimes.NONE)))
                    .as("%s round %d: %s", seed, round, all)
                    .isEqualTo(hex(all.row(covering, DropTimes.NONE)));
        }
    }

    @Test
    void coveringEarlyOrLateIsTheSame() {
        Seed seed = Seed.next();
        RandomGenerator random = seed.random();
        for (int round = 0; round < 5_000; round++) {
            Writes first = random(random);
            Writes second = random(random);
            first.clusterings.clear();
            second.clusterings.clear();
            byte[] a = first.row(DeletionList.NONE, DropTimes.NONE);
            byte[] b = second.row(DeletionList.NONE, DropTimes.NONE);
            if (a.length == 0 || b.length == 0) {
                continue;
            }
            long covering = random.nextInt(3);
            byte[] early = merge(List.of(a), covering, DropTimes.NONE);
            assertThat(hex(merge(List.of(early, b), covering, DropTimes.NONE)))
                    .as("%s round %d", seed, round)
                    .isEqualTo(hex(merge(List.of(a, b), covering, DropTimes.NONE)));
        }
    }

    @Test
    void cellsOfDroppedColumnsGo() {
        TableMetadata table = TableMetadata.builder(new TableId(new UUID(1, 1)), "ks", "t")
                .partitionKey("k", NativeType.INT)
                .regular("a", NativeType.INT)
                .regular("b", NativeType.INT)
                .build();
        table = table.toBuilder().drop("a", 2).build();
        DropTimes merges = DropTimes.forMerges(table);
        DropTimes reads = DropTimes.forReads(table);
        assertThat(merges.hides(1, 2)).isTrue();
        assertThat(merges.hides(1, 3)).isFalse();
        assertThat(reads.hides(1, 3)).isTrue();
        assertThat(reads.hides(2, 0)).isFalse();
        table = table.toBuilder().regular("a", NativeType.INT).build();
        assertThat(DropTimes.forReads(table).hides(1, 2)).isTrue();
        assertThat(DropTimes.forReads(table).hides(1, 3)).isFalse();
        Seed seed = Seed.next();
        RandomGenerator random = seed.random();
        for (int round = 0; round < 5_000; round++) {
            Writes a = random(random);
            Writes b = random(random);
            byte[] rowA = a.row(DeletionList.NONE, DropTimes.NONE);
            byte[] rowB = b.row(DeletionList.NONE, DropTimes.NONE);
            if (rowA.length > 0 && rowB.length > 0) {
                assertThat(hex(merge(List.of(rowA, rowB), DeletionList.NONE, merges)))
                        .as("%s round %d", seed, round)
                        .isEqualTo(hex(a.with(b).row(DeletionList.NONE, merges)));
            }
        }
    }
}
