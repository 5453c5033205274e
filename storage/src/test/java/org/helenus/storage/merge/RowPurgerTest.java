package org.helenus.storage.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.storage.Seed;
import org.helenus.storage.encoding.RowReader;
import org.helenus.storage.encoding.RowWriter;
import org.junit.jupiter.api.Test;

final class RowPurgerTest {
    private final RowPurger purger = new RowPurger();

    private byte[] purge(byte[] row, long now, long gcBefore, long purgeable) {
        var out = new ByteWriter();
        out.u8(1);
        boolean left = row.length > 0 && purger.purge(row, 0, row.length, now, gcBefore, purgeable, out);
        assertThat(left).isEqualTo(out.length() > 1);
        byte[] purged = java.util.Arrays.copyOfRange(out.array(), 1, out.length());
        if (left) {
            RowReader.check(purged, 0, purged.length);
        }
        return purged;
    }

    private static byte[] row(java.util.function.Consumer<RowWriter> content) {
        var out = new ByteWriter();
        var writer = new RowWriter();
        writer.reset(out);
        content.accept(writer);
        writer.finish();
        return out.toArray();
    }

    /// Live content of a row at a moment.
    private static String seen(byte[] bytes, long now) {
        var text = new StringBuilder();
        if (bytes.length > 0) {
            var row = new RowReader();
            row.reset(bytes, 0, bytes.length);
            text.append(
                    Liveness.isMarkerAlive(row, now) ? "marker " + row.markerTimestamp() + "/" + row.markerTtl() : "");
            while (row.nextCell()) {
                if (!row.isTombstone() && !row.isComplexDeletion() && (!row.isExpiring() || row.seconds() > now)) {
                    text.append(' ')
                            .append(row.columnId())
                            .append('@')
                            .append(row.timestamp())
                            .append('/')
                            .append(row.ttl())
                            .append(HexFormat.of()
                                    .formatHex(row.array(), row.pathOffset(), row.pathOffset() + row.pathLength()))
                            .append('=')
                            .append(HexFormat.of()
                                    .formatHex(row.array(), row.valueOffset(), row.valueOffset() + row.valueLength()));
                }
            }
        }
        return text.toString();
    }

    @Test
    void aPurgeChangesNothingThatAnyoneCanSee() {
        Seed seed = Seed.next();
        RandomGenerator random = seed.random();
        int shrunk = 0;
        for (int round = 0; round < 30_000; round++) {
            RowMergerTest.Writes inside = RowMergerTest.random(random);
            RowMergerTest.Writes outside = RowMergerTest.random(random);
            byte[] row = inside.row(DeletionList.NONE, DropTimes.NONE);
            byte[] other = outside.row(DeletionList.NONE, DropTimes.NONE);
            if (row.length == 0 || other.length == 0) {
                continue;
            }
            long purgeable = oldest(other);
            long now = 100L + random.nextInt(3);
            byte[] purged = purge(row, now, random.nextInt(104), purgeable);
            shrunk += purged.length < row.length ? 1 : 0;
            List<byte[]> with = List.of(purged, other);
            List<byte[]> without = List.of(row, other);
            for (long later = now; later < now + 3; later++) {
                assertThat(seen(RowMergerTest.merge(with, DeletionList.NONE, DropTimes.NONE), later))
                        .as("%s round %d", seed, round)
                        .isEqualTo(seen(RowMergerTest.merge(without, DeletionList.NONE, DropTimes.NONE), later));
            }
        }
        assertThat(shrunk).as("%s", seed).isGreaterThan(500);
    }

    private static long oldest(byte[] bytes) {
        var row = new RowReader();
        row.reset(bytes, 0, bytes.length);
        long oldest = row.hasMarker() ? row.markerTimestamp() : Long.MAX_VALUE;
        oldest = row.hasDeletion() ? Math.min(oldest, row.deletionTimestamp()) : oldest;
        while (row.nextCell()) {
            oldest = Math.min(oldest, row.timestamp());
        }
        return oldest;
    }

    @Test
    void deletionsGoAfterGcGraceAndWhenNothingOlderIsOutside() {
        byte[] row = row(writer -> {
            writer.deletion(5, 100);
            writer.tombstone(1, 6, 100);
            writer.complexDeletion(2, 7, 100);
        });
        assertThat(purge(row, 1000, 101, 8)).isEmpty();
        assertThat(purge(row, 1000, 100, 8)).as("gc grace has not passed").isEqualTo(row);
        assertThat(purge(row, 1000, 101, 5)).as("older data may be outside").isEqualTo(row);
        assertThat(purge(row, 1000, 101, 7)).isEqualTo(row(writer -> writer.complexDeletion(2, 7, 100)));
    }

    @Test
    void whatExpiredGoesByTheTimeItWasWritten() {
        byte[] row = row(writer -> {
            writer.marker(5, 10, 100);
            writer.cell(1, 5, 10, 100, new byte[] {9}, 0, 1);
        });
        assertThat(purge(row, 99, 1000, 1000)).as("alive").isEqualTo(row);
        assertThat(purge(row, 100, 91, 6)).isEmpty();
        assertThat(purge(row, 100, 90, 6)).as("must stay, without its value").isEqualTo(row(writer -> {
            writer.marker(5, 10, 100);
            writer.cell(1, 5, 10, 100, new byte[0], 0, 0);
        }));
    }

    @Test
    void whatLivesForeverIsNotTouched() {
        byte[] row = row(writer -> {
            writer.marker(5, 0, 0);
            writer.cell(1, 5, 0, 0, new byte[] {9}, 0, 1);
        });
        assertThat(purge(row, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(row);
    }
}
