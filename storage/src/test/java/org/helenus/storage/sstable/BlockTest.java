package org.helenus.storage.sstable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class BlockTest {
    private static MemorySegment build(TreeMap<byte[], byte[]> rows) {
        var builder = new BlockBuilder();
        byte[] last = {};
        for (var row : rows.entrySet()) {
            byte[] key = row.getKey();
            int shared = Math.max(0, Arrays.mismatch(last, key));
            byte[] value = row.getValue();
            builder.append(key, key.length, shared, MemorySegment.ofArray(value), 0, value.length);
            last = key;
        }
        return MemorySegment.ofArray(Arrays.copyOf(builder.layOut(), builder.length()));
    }

    private static byte[] key(RandomGenerator random, int alphabet) {
        var key = new byte[random.nextInt(1, 40)];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (random.nextInt(alphabet) * 127);
        }
        return key;
    }

    private static byte[] here(BlockCursor cursor) {
        return Arrays.copyOf(cursor.key(), cursor.keyLength());
    }

    private static byte[] value(MemorySegment block, BlockCursor cursor) {
        return block.asSlice(cursor.valueOffset(), cursor.valueLength())
                .toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
    }

    @Test
    void answersAsAModelDoes() throws Exception {
        long seed = TestSeed.of("BlockTest.answersAsAModelDoes");
        var random = TestSeed.random(seed);
        for (int round = 0; round < 300; round++) {
            var rows = new TreeMap<byte[], byte[]>(Arrays::compareUnsigned);
            int count = random.nextInt(1, 90);
            int alphabet = random.nextInt(2, 4);
            for (int i = 0; i < count; i++) {
                var value = new byte[random.nextInt(10) == 0 ? random.nextInt(300) : random.nextInt(5)];
                random.nextBytes(value);
                rows.put(key(random, alphabet), value);
            }
            var block = build(rows);
            var cursor = new BlockCursor();
            forward(rows, block, cursor);
            backward(rows, block, cursor);
            for (int i = 0; i < 60; i++) {
                byte[] target = i % 2 == 0
                        ? key(random, alphabet)
                        : new ArrayList<>(rows.keySet()).get(random.nextInt(rows.size()));
                point(rows, block, cursor, target);
            }
        }
    }

    private static void forward(TreeMap<byte[], byte[]> rows, MemorySegment block, BlockCursor cursor)
            throws Exception {
        cursor.open(new Block(block, "f", 0));
        for (var row : rows.entrySet()) {
            assertThat(cursor.next()).isTrue();
            assertThat(here(cursor)).isEqualTo(row.getKey());
            assertThat(value(block, cursor)).isEqualTo(row.getValue());
        }
        assertThat(cursor.next()).isFalse();
    }

    private static void backward(TreeMap<byte[], byte[]> rows, MemorySegment block, BlockCursor cursor)
            throws Exception {
        cursor.open(new Block(block, "f", 0));
        for (var row : rows.descendingMap().entrySet()) {
            assertThat(cursor.previous()).isTrue();
            assertThat(here(cursor)).isEqualTo(row.getKey());
            assertThat(value(block, cursor)).isEqualTo(row.getValue());
        }
        assertThat(cursor.previous()).isFalse();
    }

    private static void point(TreeMap<byte[], byte[]> rows, MemorySegment block, BlockCursor cursor, byte[] target)
            throws Exception {
        int found = new Block(block, "f", 0).seek(target, target.length);
        assertThat(found).isEqualTo(2 * rows.headMap(target, false).size() + (rows.containsKey(target) ? 1 : 0));
        var opened = new Block(block, "f", 0);
        cursor.open(opened, found >>> 1, opened.count());
        List<byte[]> above = new ArrayList<>();
        while (cursor.next()) {
            above.add(here(cursor));
        }
        assertThat(above.toArray(new byte[0][]))
                .isDeepEqualTo(rows.tailMap(target, true).keySet().toArray(new byte[0][]));
        cursor.open(opened, 0, found >>> 1);
        List<byte[]> below = new ArrayList<>();
        while (cursor.previous()) {
            below.add(here(cursor));
        }
        assertThat(below.toArray(new byte[0][]))
                .isDeepEqualTo(rows.headMap(target, false).descendingKeySet().toArray(new byte[0][]));
    }

    @Test
    void damageIsAnErrorAndNeverABoundless() throws Exception {
        long seed = TestSeed.of("BlockTest.damage");
        var random = TestSeed.random(seed);
        var rows = new TreeMap<byte[], byte[]>(Arrays::compareUnsigned);
        for (int i = 0; i < 60; i++) {
            rows.put(key(random, 3), new byte[random.nextInt(40)]);
        }
        byte[] good = build(rows).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
        for (int round = 0; round < 20_000; round++) {
            byte[] bad = good.clone();
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            if (random.nextInt(4) == 0) {
                bad = Arrays.copyOf(bad, random.nextInt(bad.length));
            }
            var cursor = new BlockCursor();
            byte[] target = key(random, 3);
            try {
                int found = new Block(MemorySegment.ofArray(bad), "f", 7).seek(target, target.length);
                assertThat(found).isNotNegative();
                cursor.open(new Block(MemorySegment.ofArray(bad), "f", 7));
                while (cursor.next()) {}
                cursor.open(new Block(MemorySegment.ofArray(bad), "f", 7));
                while (cursor.previous()) {}
            } catch (CorruptSSTableException e) {
                assertThat(e.offset()).isEqualTo(7);
            }
        }
    }

    @Test
    void anUnknownFormatIsRefused() {
        byte[] block = new byte[64];
        block[0] = 2;
        assertThatThrownBy(() -> new Block(MemorySegment.ofArray(block), "f", 5))
                .isInstanceOf(CorruptSSTableException.class)
                .hasMessage("corrupt SSTable f at byte 5: block format 2, known is 1");
    }
}
