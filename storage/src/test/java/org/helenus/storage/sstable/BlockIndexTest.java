package org.helenus.storage.sstable;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class BlockIndexTest {
    private static byte[] key(RandomGenerator random, int shape) {
        int alike = shape == 5 ? 19 : 0;
        int tail = random.nextInt(1, 12);
        var key = ByteBuffer.allocate(8 + alike + tail);
        switch (shape) {
            case 0 -> key.putLong(random.nextLong()); // uniform tokens
            case 1 -> key.putLong(42); // one partition
            case 5 -> key.putLong(42).put(new byte[alike]); // one with a long key
            case 2 -> key.putLong(random.nextLong(5) << 60); // few
            case 3 -> key.putLong(random.nextBoolean() ? random.nextLong(1000) : -random.nextLong(1000)); // both ends
            default -> key.putLong(random.nextLong() >>> random.nextInt(64)); // skewed
        }
        for (int i = 0; i < tail; i++) {
            key.put((byte) (random.nextInt(3) * 127));
        }
        return key.array();
    }

    @Test
    void findsTheLastSeparatorNotAboveTheKey() throws Exception {
        long seed = TestSeed.of("BlockIndexTest");
        var random = TestSeed.random(seed);
        for (int round = 0; round < 250; round++) {
            int shape = random.nextInt(6);
            var separators = new TreeSet<byte[]>(Arrays::compareUnsigned);
            int count = random.nextInt(1, 400);
            for (int i = 0; i < count; i++) {
                byte[] key = key(random, shape);
                separators.add(Arrays.copyOf(key, random.nextInt(8, key.length + 1)));
            }
            var list = new ArrayList<>(separators);
            long offset = SSTableFormat.HEADER_BYTES;
            try (var arena = Arena.ofConfined();
                    var builder = new BlockIndex.Builder()) {
                for (byte[] separator : list) {
                    builder.add(offset, separator, separator.length);
                    offset += 100;
                }
                var footer = new Footer(new SSTableId(1, 2), offset, 0, 0, 0, 0, 0, 0, 0);
                var index = BlockIndex.open("f", footer, builder.build(arena, offset));
                for (int i = 0; i < 200; i++) {
                    byte[] key = i % 2 == 0 ? key(random, shape) : list.get(random.nextInt(list.size()));
                    byte[] floor = separators.floor(key);
                    int expected = floor == null ? -1 : list.indexOf(floor);
                    assertThat(index.find(key, key.length)).isEqualTo(expected);
                }
                byte[] none = {};
                assertThat(index.find(none, 0)).isEqualTo(Arrays.equals(list.getFirst(), new byte[8]) ? 0 : -1);
                assertThat(index.separator(list.size() - 1)).isEqualTo(list.getLast());
            }
        }
    }
}
