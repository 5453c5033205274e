package org.helenus.storage.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import org.helenus.schema.ColumnMetadata;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.storage.KeyCodec;
import org.helenus.storage.KeyRange;

/// A table of a random shape and random options, with a few partitions and a few values of each clustering column.
///
/// A clustering value is named by its place in the column's order, so nobody who uses the names needs to know types.
final class RandomTable {
    static final int PARTITIONS = 5;
    static final int VALUES = 6;
    /// Keys of a map.
    static final int PATHS = 9;
    private static final TableId ID = new TableId(new UUID(7, 7));
    private static final List<String> TEXTS = List.of("", "\0", "a", "a\0", "ab", "ä");
    private static final int[] INTS = {Integer.MIN_VALUE, -1, 0, 1, 255, Integer.MAX_VALUE};
    private static final long[] LONGS = {Long.MIN_VALUE, -5_000_000_000L, -1, 0, 1, Long.MAX_VALUE};

    private final TableMetadata table;
    private final boolean textKey;
    private final List<NativeType> types = new ArrayList<>();
    private final List<Boolean> descending = new ArrayList<>();

    RandomTable(SplittableRandom random) {
        textKey = random.nextBoolean();
        var builder =
                TableMetadata.builder(ID, "ks", "t").partitionKey("p", textKey ? NativeType.TEXT : NativeType.INT);
        for (int i = 1, count = random.nextInt(4); i <= count; i++) {
            types.add(
                    List.of(NativeType.INT, NativeType.TEXT, NativeType.BIGINT).get(random.nextInt(3)));
            descending.add(random.nextBoolean());
            builder.clustering("c" + i, types.getLast(), descending.getLast());
        }
        if (!types.isEmpty() && random.nextBoolean()) {
            builder.staticColumn("s", NativeType.TEXT);
        }
        for (int i = 1, count = 1 + random.nextInt(3); i <= count; i++) {
            builder.regular("v" + i, NativeType.TEXT);
        }
        if (random.nextInt(3) > 0) {
            builder.regular("w", new MapType(NativeType.INT, NativeType.TEXT, true));
        }
        var made = builder.build();
        var compressor = List.of("LZ4", "Zstd", "Snappy", "Deflate", "").get(random.nextInt(5));
        Map<String, String> compression = compressor.isEmpty()
                ? Map.of("enabled", "false")
                : Map.of(
                        "class",
                        compressor + "Compressor",
                        "chunk_length_in_kb",
                        List.of("1", "4", "16").get(random.nextInt(3)));
        table = made.toBuilder()
                .options(made.options()
                        .with(Map.of(
                                "compression",
                                compression,
                                "bloom_filter_fp_chance",
                                List.of("0.001", "0.1", "1.0").get(random.nextInt(3)))))
                .build();
    }

    TableMetadata metadata() {
        return table;
    }

    boolean hasStatic() {
        return table.hasStatics();
    }

    List<ColumnMetadata> columns(Place place) {
        return (place.isStatic() ? table.statics() : table.regulars())
                .stream().sorted(Comparator.comparingInt(ColumnMetadata::id)).toList();
    }

    Place place(SplittableRandom random) {
        return Place.row(IntStream.range(0, types.size())
                .mapToObj(i -> random.nextInt(VALUES))
                .toList());
    }

    Slice slice(SplittableRandom random) {
        int fixed = types.isEmpty() ? 0 : random.nextInt(types.size());
        var prefix = place(random).clustering().subList(0, fixed);
        int from = random.nextInt(VALUES);
        int to = from + random.nextInt(VALUES - from);
        return new Slice(prefix, from, from == to || random.nextBoolean(), to, from == to || random.nextBoolean());
    }

    byte[] partitionKey(int partition) {
        return textKey
                ? text("k\0".repeat(partition))
                : ByteBuffer.allocate(4).putInt(partition).array();
    }

    int partition(byte[] wire) {
        return textKey ? wire.length / 2 : ByteBuffer.wrap(wire).getInt();
    }

    /// All partitions as the ring has them.
    List<Integer> partitions() {
        return IntStream.range(0, PARTITIONS)
                .boxed()
                .sorted((a, b) -> Arrays.compareUnsigned(prefix(a), prefix(b)))
                .toList();
    }

    byte[] prefix(int partition) {
        return keys().partitionPrefix(partitionKey(partition));
    }

    KeyCodec keys() {
        return KeyCodec.of(table);
    }

    byte[] key(int partition, Place place) {
        return place.isStatic()
                ? keys().staticKey(prefix(partition))
                : keys().rowKey(prefix(partition), clustering(place.clustering()));
    }

    KeyRange range(int partition, Slice slice) {
        if (types.isEmpty()) {
            return new KeyRange(keys().rowsStart(prefix(partition)), keys().rowsEnd(prefix(partition)));
        }
        var from = new ArrayList<>(slice.prefix());
        from.add(slice.from());
        var to = new ArrayList<>(slice.prefix());
        to.add(slice.to());
        return new KeyRange(bound(partition, from, !slice.fromInclusive()), bound(partition, to, slice.toInclusive()));
    }

    private byte[] bound(int partition, List<Integer> places, boolean after) {
        return after
                ? keys().after(prefix(partition), clustering(places))
                : keys().before(prefix(partition), clustering(places));
    }

    List<byte[]> clustering(List<Integer> places) {
        return IntStream.range(0, places.size())
                .mapToObj(i -> wire(types.get(i), descending.get(i) ? VALUES - 1 - places.get(i) : places.get(i)))
                .toList();
    }

    Place place(byte[][] wire) {
        return Place.row(IntStream.range(0, types.size())
                .mapToObj(i -> {
                    int value = 0;
                    while (!Arrays.equals(wire(types.get(i), value), wire[i])) {
                        value++;
                    }
                    return descending.get(i) ? VALUES - 1 - value : value;
                })
                .toList());
    }

    private static byte[] wire(NativeType type, int value) {
        return type == NativeType.INT
                ? ByteBuffer.allocate(4).putInt(INTS[value]).array()
                : type == NativeType.BIGINT
                        ? ByteBuffer.allocate(8).putLong(LONGS[value]).array()
                        : text(TEXTS.get(value));
    }

    static byte[] text(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
