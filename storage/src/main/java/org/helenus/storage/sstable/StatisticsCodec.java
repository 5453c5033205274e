package org.helenus.storage.sstable;

import java.util.Arrays;
import java.util.Optional;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.SchemaCodec;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.CqlException;
import org.helenus.storage.KeyRange;
import org.helenus.storage.encoding.ByteReader;
import org.helenus.storage.encoding.MalformedBytesException;

/// The statistics section: fields in ascending order of their tags, each
///
///     u8   tag
///     u32  n
///     n    content
///
///     tag  content
///       1  i64 × 5: partitions, rows, cells, tombstones, range tombstones
///       2  first key
///       3  last key
///       4  range start
///       5  range end
///       6  i64 × 2: least and greatest timestamp
///       7  i64 × 2: least and greatest deletion time
///       8  u32 × 2: least and greatest TTL
///       9  least clustering
///      10  greatest clustering
///      11  droppable: (i64 seconds, i64 count), ascending
///      12  u32 level
///      13  i64 content bytes, i64 stored bytes, u32 bytes of the largest block
///      14  i64 created, in milliseconds
///      15  the table: a [SchemaChange.PutTable] as [SchemaCodec] writes it
///      16  i64 bytes of the largest partition, u32 n, its key, i64 tombstones of the one with most, u32 n, its key
///      17  i64 bytes of the smallest partition, i64 of all, u8 n, n × (u8 bucket, i64 partitions of such sizes),
///          u8 m, m × (u8 bucket, i64 partitions of so many cells): buckets of [PartitionHistogram], ascending
///
/// All but the last two are there. Fields with greater tags are passed over: a later writer may add some.
final class StatisticsCodec {
    private static final int FIELDS = 17;
    private static final int LARGEST = 16;
    private static final int SIZES = 17;

    private StatisticsCodec() {}

    static byte[] encode(SSTableStatistics s) {
        var out = new ByteWriter(1024);
        field(out, 1, () -> longs(out, s.partitions(), s.rows(), s.cells(), s.tombstones(), s.rangeTombstones()));
        field(out, 2, () -> out.bytes(s.firstKey()));
        field(out, 3, () -> out.bytes(s.lastKey()));
        field(out, 4, () -> out.bytes(s.range().start()));
        field(out, 5, () -> out.bytes(s.range().end()));
        field(out, 6, () -> longs(out, s.minTimestamp(), s.maxTimestamp()));
        field(out, 7, () -> longs(out, s.minDeletionSeconds(), s.maxDeletionSeconds()));
        field(out, 8, () -> {
            out.i32(s.minTtl());
            out.i32(s.maxTtl());
        });
        field(out, 9, () -> out.bytes(s.minClustering()));
        field(out, 10, () -> out.bytes(s.maxClustering()));
        field(out, 11, () -> {
            for (int i = 0; i < s.droppable().seconds().length; i++) {
                longs(out, s.droppable().seconds()[i], s.droppable().counts()[i]);
            }
        });
        field(out, 12, () -> out.i32(s.level()));
        field(out, 13, () -> {
            longs(out, s.contentBytes(), s.storedBytes());
            out.i32(s.largestBlockBytes());
        });
        field(out, 14, () -> out.i64(s.createdMillis()));
        field(out, 15, () -> SchemaCodec.write(new SchemaChange.PutTable(s.table()), out));
        s.largest()
                .ifPresent(largest -> field(out, LARGEST, () -> {
                    out.i64(largest.bytes());
                    key(out, largest.largestKey());
                    out.i64(largest.tombstones());
                    key(out, largest.tombstonesKey());
                }));
        s.sizes()
                .ifPresent(sizes -> field(out, SIZES, () -> {
                    longs(out, sizes.leastBytes(), sizes.bytes());
                    histogram(out, sizes.sizes());
                    histogram(out, sizes.cells());
                }));
        return out.toArray();
    }

    private static void histogram(ByteWriter out, PartitionHistogram histogram) {
        int filled = 0;
        for (int bucket = 0; bucket < PartitionHistogram.BUCKETS; bucket++) {
            filled += histogram.count(bucket) > 0 ? 1 : 0;
        }
        out.u8(filled);
        for (int bucket = 0; bucket < PartitionHistogram.BUCKETS; bucket++) {
            if (histogram.count(bucket) > 0) {
                out.u8(bucket);
                out.i64(histogram.count(bucket));
            }
        }
    }

    private static void key(ByteWriter out, byte[] key) {
        out.i32(key.length);
        out.bytes(key);
    }

    private static void field(ByteWriter out, int tag, Runnable content) {
        out.u8(tag);
        int length = out.length();
        out.i32(0);
        content.run();
        out.setI32(length, out.length() - length - Integer.BYTES);
    }

    private static void longs(ByteWriter out, long... values) {
        for (long value : values) {
            out.i64(value);
        }
    }

    /// @throws MalformedBytesException these are no statistics
    static SSTableStatistics decode(byte[] section) {
        var fields = new byte[FIELDS + 1][];
        var in = new ByteReader(section, 0, section.length);
        int last = 0;
        while (in.hasRemaining()) {
            int tag = in.u8();
            int length = in.i32();
            if (tag <= last || length < 0) {
                throw new MalformedBytesException("field " + tag + " after " + last + ", of " + length + " bytes");
            }
            int start = in.skip(length);
            if (tag <= FIELDS) {
                fields[tag] = Arrays.copyOfRange(section, start, start + length);
            }
            last = tag;
        }
        for (int tag = 1; tag < LARGEST; tag++) {
            if (fields[tag] == null) {
                throw new MalformedBytesException("no field " + tag);
            }
        }
        long[] counts = longs(fields[1], 5);
        long[] timestamps = longs(fields[6], 2);
        long[] deletions = longs(fields[7], 2);
        var ttls = reader(fields[8], 8);
        var sizes = reader(fields[13], 20);
        return new SSTableStatistics(
                table(fields[15]),
                counts[0],
                counts[1],
                counts[2],
                counts[3],
                counts[4],
                fields[2],
                fields[3],
                new KeyRange(fields[4], fields[5]),
                timestamps[0],
                timestamps[1],
                deletions[0],
                deletions[1],
                ttls.i32(),
                ttls.i32(),
                fields[9],
                fields[10],
                histogram(fields[11]),
                reader(fields[12], 4).i32(),
                sizes.i64(),
                sizes.i64(),
                sizes.i32(),
                reader(fields[14], 8).i64(),
                largest(Optional.ofNullable(fields[LARGEST])),
                sizes(Optional.ofNullable(fields[SIZES])));
    }

    private static Optional<LargestPartitions> largest(Optional<byte[]> field) {
        return field.map(bytes -> {
            var in = new ByteReader(bytes, 0, bytes.length);
            return new LargestPartitions(in.i64(), key(bytes, in), in.i64(), key(bytes, in));
        });
    }

    private static Optional<PartitionSizes> sizes(Optional<byte[]> field) {
        return field.map(bytes -> {
            var in = new ByteReader(bytes, 0, bytes.length);
            return new PartitionSizes(in.i64(), in.i64(), histogram(in), histogram(in));
        });
    }

    private static PartitionHistogram histogram(ByteReader in) {
        var counts = new long[PartitionHistogram.BUCKETS];
        int last = -1;
        for (int left = in.u8(); left > 0; left--) {
            int bucket = in.u8();
            long count = in.i64();
            if (bucket <= last || bucket >= counts.length || count <= 0) {
                throw new MalformedBytesException("bucket " + bucket + " after " + last + " with " + count);
            }
            counts[bucket] = count;
            last = bucket;
        }
        return new PartitionHistogram(counts);
    }

    private static byte[] key(byte[] field, ByteReader in) {
        int length = in.i32();
        if (length < 0) {
            throw new MalformedBytesException("a key of " + length + " bytes");
        }
        int start = in.skip(length);
        return Arrays.copyOfRange(field, start, start + length);
    }

    private static TableMetadata table(byte[] field) {
        try {
            if (SchemaCodec.read(field, 0, field.length) instanceof SchemaChange.PutTable put) {
                return put.table();
            }
        } catch (CqlException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new MalformedBytesException("the table: " + e.getMessage());
        }
        throw new MalformedBytesException("a schema change that is no table");
    }

    private static TombstoneHistogram histogram(byte[] field) {
        int points = field.length / 16;
        if (points > TombstoneHistogram.MAX_POINTS) {
            throw new MalformedBytesException(points + " points in a histogram");
        }
        long[] values = longs(field, 2 * points);
        var seconds = new long[points];
        var counts = new long[points];
        for (int i = 0; i < points; i++) {
            seconds[i] = values[2 * i];
            counts[i] = values[2 * i + 1];
        }
        return new TombstoneHistogram(seconds, counts);
    }

    private static long[] longs(byte[] field, int count) {
        var in = reader(field, Long.BYTES * count);
        var values = new long[count];
        Arrays.setAll(values, i -> in.i64());
        return values;
    }

    private static ByteReader reader(byte[] field, int length) {
        if (field.length != length) {
            throw new MalformedBytesException("a field of " + field.length + " bytes instead of " + length);
        }
        return new ByteReader(field, 0, length);
    }
}
