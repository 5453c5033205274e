package org.helenus.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.helenus.schema.Murmur3;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.type.CqlType;
import org.helenus.schema.type.NativeType;
import org.helenus.storage.encoding.MalformedBytesException;
import org.helenus.storage.encoding.RowKeyFormat;
import org.junit.jupiter.api.Test;

final class KeyCodecTest {
    private static final TableMetadata TABLE = TableMetadata.builder(new TableId(new UUID(1, 2)), "ks", "t")
            .partitionKey("k", NativeType.BLOB)
            .clustering("a", NativeType.TEXT)
            .clustering("b", NativeType.INT, true)
            .clustering("c", NativeType.DECIMAL)
            .clustering("d", NativeType.BLOB, true)
            .staticColumn("s", NativeType.INT)
            .regular("v", NativeType.INT)
            .build();
    private static final KeyCodec CODEC = KeyCodec.of(TABLE);

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @Test
    void keysAreTheseBytes() {
        byte[] prefix = CODEC.partitionPrefix(bytes("610062"));
        // token of the key with its sign flipped, 61, 00 escaped, 62, end
        String token = HexFormat.of().toHexDigits(Murmur3.token(bytes("610062"), 0, 3) ^ Long.MIN_VALUE);
        assertThat(hex(prefix)).isEqualTo(token + "6100ff62" + "0000");
        String p = hex(prefix);
        assertThat(hex(CODEC.staticKey(prefix))).isEqualTo(p + "10");
        assertThat(hex(CODEC.rowsStart(prefix))).isEqualTo(p + "20");
        assertThat(hex(CODEC.rowsEnd(prefix))).isEqualTo(p + "21");
        assertThat(hex(CODEC.partitionEnd(prefix))).isEqualTo(p + "ff");
        assertThat(hex(CODEC.before(prefix, List.of()))).isEqualTo(p + "2001");
        assertThat(hex(CODEC.after(prefix, List.of()))).isEqualTo(p + "20fe");
        byte[] first = "x".getBytes(StandardCharsets.UTF_8);
        var text = new org.helenus.schema.bytes.ByteWriter();
        NativeType.TEXT.writeOrdered(first, 0, 1, text);
        String x = "40" + hex(text.toArray());
        assertThat(hex(CODEC.before(prefix, List.of(first)))).isEqualTo(p + "20" + x + "01");
        assertThat(hex(CODEC.after(prefix, List.of(first)))).isEqualTo(p + "20" + x + "fe");
        // descending int 5: 80000005 complemented after the mirrored marker; null decimal; empty descending
        // blob
        byte[] key = CODEC.rowKey(prefix, Arrays.asList(first, bytes("00000005"), null, bytes("")));
        assertThat(hex(key)).isEqualTo(p + "20" + x + "bf7ffffffa" + "20" + "cf" + "80");
        assertThat(hex(CODEC.tokenStart(-1))).isEqualTo("7fffffffffffffff");
        assertThat(hex(CODEC.tokenEnd(-1))).isEqualTo("8000000000000000");
    }

    @Test
    void prefixesSortByTokenThenBytesAndAreFoundAgain() {
        Seed seed = Seed.next();
        RandomGenerator random = seed.random();
        for (int i = 0; i < 20_000; i++) {
            byte[] a = nasty(random, 6);
            byte[] b = nasty(random, 6);
            byte[] keyA = CODEC.partitionPrefix(a);
            byte[] keyB = CODEC.partitionPrefix(b);
            long tokenA = Murmur3.token(a, 0, a.length);
            long tokenB = Murmur3.token(b, 0, b.length);
            assertThat(Integer.signum(Arrays.compareUnsigned(keyA, keyB)))
                    .as("%s %s %s", seed, hex(a), hex(b))
                    .isEqualTo(Integer.signum(
                            tokenA != tokenB ? Long.compare(tokenA, tokenB) : Arrays.compareUnsigned(a, b)));
            // the same token for both: only then do the bytes decide
            System.arraycopy(keyA, 0, keyB, 0, 8);
            assertThat(Integer.signum(Arrays.compareUnsigned(keyA, keyB)))
                    .as("%s %s %s", seed, hex(a), hex(b))
                    .isEqualTo(Integer.signum(Arrays.compareUnsigned(a, b)));
            byte[] row = CODEC.rowKey(keyA, Arrays.asList(null, null, null, null));
            assertThat(RowKeyFormat.prefixLength(row, row.length))
                    .as("%s", seed)
                    .isEqualTo(keyA.length);
            assertThat(RowKeyFormat.partitionKey(row, keyA.length))
                    .as("%s", seed)
                    .isEqualTo(a);
            assertThat(RowKeyFormat.token(row)).isEqualTo(tokenA);
            KeyRange whole = CODEC.partition(keyA);
            assertThat(whole.contains(row)).isTrue();
            assertThat(whole.contains(CODEC.staticKey(keyA))).isTrue();
            if (!Arrays.equals(a, b)) {
                assertThat(whole.contains(CODEC.staticKey(keyB)))
                        .as("%s %s %s", seed, hex(a), hex(b))
                        .isFalse();
            }
            assertThat(new KeyRange(CODEC.tokenStart(tokenA), CODEC.tokenEnd(tokenA)).contains(row))
                    .isTrue();
        }
    }

    @Test
    void theLastTokenHasAnEndToo() {
        assertThat(CODEC.tokenEnd(Long.MAX_VALUE)).isEqualTo(KeyRange.ALL.end());
    }

    private static byte[] nasty(RandomGenerator random, int most) {
        byte[] bytes = new byte[1 + random.nextInt(most)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte)
                    switch (random.nextInt(5)) {
                        case 0 -> 0;
                        case 1 -> 0xFF;
                        case 2 -> 1;
                        case 3 -> 0x61;
                        default -> random.nextInt(256);
                    };
        }
        return bytes;
    }

    /// A place in a partition: section, clustering prefix, and what follows it (−1 below, 0 a whole row, 1 above).
    private record Place(boolean isStatic, List<byte[]> clustering, int bound) {}

    private static byte[] value(int column, RandomGenerator random) {
        return switch (random.nextInt(6)) {
            case 0 -> null;
            case 1 -> new byte[0];
            default ->
                switch (column) {
                    case 0 ->
                        random.nextBoolean()
                                ? "a".getBytes(StandardCharsets.UTF_8)
                                : ("a\0" + (char) ('a' + random.nextInt(2))).getBytes(StandardCharsets.UTF_8);
                    case 1 -> new byte[] {(byte) random.nextInt(-2, 2), 0, 0, (byte) random.nextInt(3)};
                    case 2 ->
                        NativeType.DECIMAL.parse(List.of("1", "1.0", "1.00", "-3", "0.1", "10", "1E1")
                                .get(random.nextInt(7)));
                    default -> nasty(random, 3);
                };
        };
    }

    private static Place place(RandomGenerator random) {
        if (random.nextInt(10) == 0) {
            return new Place(true, List.of(), 0);
        }
        int bound = random.nextInt(-1, 2);
        int count = bound == 0 ? 4 : random.nextInt(5);
        var clustering = new ArrayList<byte[]>();
        for (int i = 0; i < count; i++) {
            clustering.add(value(i, random));
        }
        return new Place(false, clustering, bound);
    }

    private static byte[] encode(byte[] prefix, Place place) {
        if (place.isStatic) {
            return CODEC.staticKey(prefix);
        }
        return switch (place.bound) {
            case -1 -> CODEC.before(prefix, place.clustering);
            case 1 -> CODEC.after(prefix, place.clustering);
            default -> CODEC.rowKey(prefix, place.clustering);
        };
    }

    /// Empty before values, by the type, the other way round when descending; null before all in both directions.
    private static int compare(int column, byte[] a, byte[] b) {
        int order;
        if (a == null || b == null) {
            return Boolean.compare(a != null, b != null);
        }
        if (a.length == 0 || b.length == 0) {
            order = Boolean.compare(a.length != 0, b.length != 0);
        } else {
            CqlType type = TABLE.clustering().get(column).type();
            order = type.compare(a, b);
        }
        return TABLE.clustering().get(column).descending() ? -order : order;
    }

    private static int compare(Place a, Place b) {
        if (a.isStatic || b.isStatic) {
            return Boolean.compare(!a.isStatic, !b.isStatic);
        }
        int shared = Math.min(a.clustering.size(), b.clustering.size());
        for (int i = 0; i < shared; i++) {
            int order = compare(i, a.clustering.get(i), b.clustering.get(i));
            if (order != 0) {
                return order;
            }
        }
        if (a.clustering.size() == b.clustering.size()) {
            return Integer.compare(a.bound, b.bound);
        }
        return a.clustering.size() < b.clustering.size() ? a.bound : -b.bound;
    }

    @Test
    void byteOrderOfKeysIsTheOrderOfClusterings() {
        Seed seed = Seed.next();
        RandomGenerator random = seed.random();
        byte[] prefix = CODEC.partitionPrefix(bytes("00"));
        for (int i = 0; i < 50_000; i++) {
            Place a = place(random);
            Place b = place(random);
            byte[] keyA = encode(prefix, a);
            byte[] keyB = encode(prefix, b);
            assertThat(Integer.signum(Arrays.compareUnsigned(keyA, keyB)))
                    .as("%s %s %s", seed, hex(keyA), hex(keyB))
                    .isEqualTo(Integer.signum(compare(a, b)));
        }
    }

    @Test
    void clusteringsComeBackAsTheyWereWritten() {
        Seed seed = Seed.next();
        RandomGenerator random = seed.random();
        var writer = new MutationWriter();
        var reader = new org.helenus.storage.encoding.MutationReader();
        var view = new RowView();
        var back = new byte[4][];
        for (int i = 0; i < 5_000; i++) {
            byte[] partition = nasty(random, 5);
            var clustering = new ArrayList<byte[]>();
            for (int c = 0; c < 4; c++) {
                clustering.add(value(c, random));
            }
            writer.reset();
            writer.partition(TABLE, partition, 0, partition.length);
            writer.row(clustering);
            writer.marker(7, 0, 0);
            writer.finish().read(reader);
            assertThat(reader.nextPartition() && reader.nextEntry() && reader.isRow())
                    .isTrue();
            byte[] key = CODEC.rowKey(CODEC.partitionPrefix(partition), clustering);
            assertThat(hex(key))
                    .as("%s", seed)
                    .endsWith(HexFormat.of()
                            .formatHex(
                                    reader.array(),
                                    reader.suffixOffset(),
                                    reader.suffixOffset() + reader.suffixLength()));
            view.show(
                    key,
                    key.length,
                    reader.array(),
                    reader.valueOffset(),
                    reader.valueLength(),
                    ColumnSet.all(TABLE),
                    org.helenus.storage.merge.DropTimes.NONE,
                    0);
            CODEC.clustering(view, back);
            for (int c = 0; c < 4; c++) {
                assertThat(back[c]).as("%s column %d", seed, c).isEqualTo(clustering.get(c));
            }
            assertThat(view.partitionKey()).isEqualTo(partition);
            assertThat(CODEC.partitionKeyComponents(view)).containsExactly(partition);
        }
    }

    @Test
    void keysThatAreNoneAreRefused() {
        var into = new byte[4][];
        byte[] prefix = CODEC.partitionPrefix(bytes("61"));
        byte[] broken = Arrays.copyOf(prefix, prefix.length + 2);
        broken[prefix.length] = 0x20;
        broken[prefix.length + 1] = 0x77;
        assertThatThrownBy(() -> CODEC.clustering(broken, broken.length, prefix.length, into))
                .isInstanceOf(MalformedBytesException.class);
        assertThatThrownBy(() -> RowKeyFormat.prefixLength(prefix, prefix.length - 1))
                .isInstanceOf(MalformedBytesException.class);
    }
}
