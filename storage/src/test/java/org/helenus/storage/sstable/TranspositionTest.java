package org.helenus.storage.sstable;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.storage.encoding.RowKeyFormat;
import org.junit.jupiter.api.Test;

/// A block that is turned and turned back is the same block, whatever its rows.
class TranspositionTest {
    private final long seed = TestSeed.of("TranspositionTest");
    private final Random random = new Random(seed);

    @Test
    void randomBlocksComeBack() throws Exception {
        var transposition = new Transposition();
        var turning = new TurnedBlock(); // one for all: nothing of a block may show in the next
        int turned = 0;
        for (int i = 0; i < 2_000; i++) {
            var block = block(keys(1 + random.nextInt(1 + random.nextInt(80)), 1 + random.nextInt(20)));
            byte[] rows = rows(block);
            if (transposition.turn(block, rows.length)) {
                turned++;
                byte[] columns = Arrays.copyOf(transposition.content(), transposition.length());
                byte[] back = new byte[rows.length];
                turning.restore(MemorySegment.ofArray(columns), MemorySegment.ofArray(back));
                assertThat(back).as("seed %d, block %d", seed, i).isEqualTo(rows);
            }
        }
        assertThat(turned).as("blocks that were turned").isGreaterThan(500);
    }

    @Test
    void aBlockWhoseTokensAreNoHashesIsLeftAsItIs() {
        byte[] key = keys(1, 1).first();
        key[3]++;
        var keys = new TreeSet<byte[]>(Arrays::compareUnsigned);
        keys.add(key);
        var block = block(keys);
        assertThat(new Transposition().turn(block, block.length())).isFalse();
    }

    @Test
    void damagedColumnsAreRefusedOrGiveABlockOfTheSameLength() {
        damagedColumnsAreRefused(block(keys(30, 4), this::anyValue), Transposition.ANY_VALUES);
        damagedColumnsAreRefused(block(keys(30, 4), likeOneAnother()), Transposition.EVEN_VALUES);
    }

    private static void damagedColumnsAreRefused(BlockBuilder block, int form) {
        var transposition = new Transposition();
        var turning = new TurnedBlock(); // one for all: nothing of a block may show in the next
        byte[] rows = rows(block);
        assertThat(transposition.turn(block, rows.length)).isTrue();
        assertThat(transposition.content()[0]).isEqualTo((byte) form);
        byte[] columns = Arrays.copyOf(transposition.content(), transposition.length());
        for (int bit = 0; bit < 8 * columns.length; bit++) {
            byte[] damaged = columns.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                turning.restore(MemorySegment.ofArray(damaged), MemorySegment.ofArray(new byte[rows.length]));
            } catch (BlockCodec.BadContentException expected) {
                assertThat(expected.getMessage()).contains("turned block");
            }
        }
        for (int length = 1; length < columns.length; length++) {
            byte[] cut = Arrays.copyOf(columns, length);
            try {
                turning.restore(MemorySegment.ofArray(cut), MemorySegment.ofArray(new byte[rows.length]));
                assertThat(length).as("a cut block came back whole").isNegative();
            } catch (BlockCodec.BadContentException expected) {
                assertThat(expected.getMessage()).contains("turned block");
            }
        }
    }

    /// As much as compressors find, and without their search.
    @Test
    void whatValuesHaveAlikeIsThereOnce() {
        var keys = keys(50, 50);
        byte[] first = new byte[100];
        random.nextBytes(first);
        var block = block(keys, () -> {
            byte[] value = first.clone();
            value[20] = (byte) random.nextInt();
            return value;
        });
        var transposition = new Transposition();
        assertThat(transposition.turn(block, block.length())).isTrue();
        int keyBytes = keys.stream().mapToInt(key -> key.length).sum();
        assertThat(transposition.length()).isLessThan(keyBytes + 100 + 8 * keys.size() + 60);
    }

    private TreeSet<byte[]> keys(int count, int partitions) {
        var keys = new TreeSet<byte[]>(Arrays::compareUnsigned);
        var wires = new byte[partitions][];
        for (int i = 0; i < partitions; i++) {
            wires[i] = bytes(random.nextInt(24));
        }
        for (int i = 0; i < count; i++) {
            var out = new ByteWriter();
            byte[] wire = wires[random.nextInt(partitions)];
            RowKeyFormat.writePrefix(wire, 0, wire.length, out);
            out.u8(RowKeyFormat.SECTION_ROWS);
            out.bytes(bytes(random.nextInt(12)));
            out.u8(RowKeyFormat.ROW_END);
            keys.add(out.toArray());
        }
        return keys;
    }

    /// With many zeros, which are escaped in keys.
    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (random.nextBoolean() ? 0 : random.nextInt());
        }
        return bytes;
    }

    private BlockBuilder block(TreeSet<byte[]> keys) {
        return switch (random.nextInt(3)) {
            case 0 -> block(keys, this::anyValue);
            case 1 -> {
                int length = 9 + random.nextInt(5);
                yield block(keys, () -> bytes(length));
            }
            default -> block(keys, likeOneAnother());
        };
    }

    private byte[] anyValue() {
        byte[] value = new byte[random.nextInt(4) == 0 ? random.nextInt(9) : 9 + random.nextInt(40)];
        random.nextBytes(value);
        return value;
    }

    /// Values of one length, that differ at some places; at many at times, so that there are more runs than can be.
    private Supplier<byte[]> likeOneAnother() {
        byte[] first = new byte[9 + random.nextInt(300)];
        random.nextBytes(first);
        boolean[] differs = new boolean[first.length];
        int sparse = 1 + random.nextInt(60);
        for (int i = 0; i < first.length; i++) {
            differs[i] = random.nextInt(sparse) == 0;
        }
        return () -> {
            byte[] value = first.clone();
            for (int i = 0; i < value.length; i++) {
                if (differs[i]) {
                    value[i] = (byte) random.nextInt();
                }
            }
            return value;
        };
    }

    private BlockBuilder block(TreeSet<byte[]> keys, Supplier<byte[]> values) {
        var builder = new BlockBuilder();
        byte[] last = {};
        for (byte[] key : keys) {
            byte[] value = values.get();
            int shared = Math.max(0, Arrays.mismatch(last, 0, last.length, key, 0, key.length));
            builder.append(key, key.length, shared, MemorySegment.ofArray(value), 0, value.length);
            last = key;
        }
        return builder;
    }

    private static byte[] rows(BlockBuilder block) {
        return Arrays.copyOf(block.layOut(), block.length());
    }
}
