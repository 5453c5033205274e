package org.helenus.storage.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.storage.KeyRange;
import org.helenus.storage.Seed;
import org.helenus.storage.encoding.MalformedBytesException;
import org.junit.jupiter.api.Test;

/// Against a model that keeps, for each one-byte key, what deletes it.
final class DeletionListTest {
    private static final int KEYS = 24;

    private record Deletion(int from, int to, long timestamp, long seconds) {
        DeletionList list() {
            return DeletionList.of(key(from), key(to), timestamp, seconds);
        }
    }

    private static byte[] key(int value) {
        return new byte[] {(byte) (0x70 + value)};
    }

    private static Deletion random(RandomGenerator random) {
        int from = random.nextInt(KEYS);
        return new Deletion(from, from + random.nextInt(8), random.nextInt(4), random.nextInt(3));
    }

    /// What deletes each key, or nothing, from the greatest timestamp and then deletion time.
    private static List<String> model(List<Deletion> deletions) {
        var covering = new ArrayList<String>();
        for (int k = 0; k < KEYS + 8; k++) {
            long timestamp = -1;
            long seconds = -1;
            for (Deletion deletion : deletions) {
                boolean covers = deletion.from <= k && k < deletion.to;
                if (covers
                        && (deletion.timestamp > timestamp
                                || deletion.timestamp == timestamp && deletion.seconds > seconds)) {
                    timestamp = deletion.timestamp;
                    seconds = deletion.seconds;
                }
            }
            covering.add(timestamp < 0 ? "" : timestamp + "/" + seconds);
        }
        return covering;
    }

    private static List<String> view(DeletionList list) {
        var covering = new ArrayList<String>();
        for (int k = 0; k < KEYS + 8; k++) {
            int index = list.covering(key(k), 1);
            covering.add(index < 0 ? "" : list.timestamp(index) + "/" + list.deletionSeconds(index));
            assertThat(list.coveringTimestamp(key(k), 1))
                    .isEqualTo(index < 0 ? DeletionList.NONE : list.timestamp(index));
        }
        return covering;
    }

    private static void assertCanonical(DeletionList list) {
        for (int i = 0; i < list.size(); i++) {
            assertThat(Arrays.compareUnsigned(list.start(i), list.end(i))).isNegative();
            if (i > 0) {
                int gap = Arrays.compareUnsigned(list.end(i - 1), list.start(i));
                assertThat(gap).isNotPositive();
                assertThat(gap == 0
                                && list.timestamp(i) == list.timestamp(i - 1)
                                && list.deletionSeconds(i) == list.deletionSeconds(i - 1))
                        .isFalse();
            }
        }
    }

    @Test
    void anyOrderOfAddingAndMergingGivesTheSame() {
        Seed seed = Seed.next();
        RandomGenerator random = seed.random();
        for (int round = 0; round < 3_000; round++) {
            var deletions = new ArrayList<Deletion>();
            for (int i = random.nextInt(12); i >= 0; i--) {
                deletions.add(random(random));
            }
            DeletionList added = DeletionList.EMPTY;
            var lists = new ArrayList<DeletionList>();
            for (Deletion deletion : deletions) {
                added = added.add(key(deletion.from), key(deletion.to), deletion.timestamp, deletion.seconds);
                lists.add(deletion.list());
            }
            java.util.Collections.shuffle(lists, new java.util.Random(random.nextLong()));
            lists.add(lists.getFirst());
            DeletionList merged = DeletionList.merge(lists);
            assertThat(merged).as("%s round %d", seed, round).isEqualTo(added).hasSameHashCodeAs(added);
            assertThat(view(added)).as("%s round %d", seed, round).isEqualTo(model(deletions));
            assertCanonical(added);
            checkClip(added, random, seed);
            checkBytes(added);
        }
    }

    private static void checkClip(DeletionList list, RandomGenerator random, Seed seed) {
        int from = random.nextInt(KEYS);
        int to = from + random.nextInt(10);
        DeletionList clipped = list.clip(new KeyRange(key(from), key(to)));
        List<String> expected = view(list);
        for (int k = 0; k < expected.size(); k++) {
            if (k < from || k >= to) {
                expected.set(k, "");
            }
        }
        assertThat(view(clipped)).as("%s clip %d..%d", seed, from, to).isEqualTo(expected);
        assertCanonical(clipped);
    }

    private static void checkBytes(DeletionList list) {
        var out = new ByteWriter();
        out.u8(0x55);
        list.encode(out);
        assertThat(DeletionList.decode(out.array(), 1, out.length() - 1)).isEqualTo(list);
    }

    @Test
    void manyDeletionsOneByOneAreAsAllAtOnce() {
        Seed seed = Seed.next();
        RandomGenerator random = seed.random();
        for (int round = 0; round < 4; round++) {
            DeletionList added = DeletionList.EMPTY;
            var lists = new ArrayList<DeletionList>();
            int width = 1 + random.nextInt(40);
            for (int i = 0; i < 3_000; i++) {
                int from = random.nextInt(20_000);
                byte[] start = wideKey(from);
                byte[] end = wideKey(from + 1 + random.nextInt(width));
                long timestamp = random.nextInt(3);
                added = added.add(start, end, timestamp, 1);
                lists.add(DeletionList.of(start, end, timestamp, 1));
            }
            assertThat(added.equals(DeletionList.merge(lists)))
                    .as("%s round %d", seed, round)
                    .isTrue();
            assertCanonical(added);
            for (int i = 0; i < 50; i++) {
                byte[] from = wideKey(random.nextInt(20_000));
                byte[] to = wideKey(random.nextInt(20_000));
                var expected = new DeletionList.Builder(1);
                for (int f = 0; f < added.size(); f++) {
                    byte[] start = Arrays.compareUnsigned(added.start(f), from) > 0 ? added.start(f) : from;
                    byte[] end = Arrays.compareUnsigned(added.end(f), to) < 0 ? added.end(f) : to;
                    if (Arrays.compareUnsigned(start, end) < 0) {
                        expected.append(start, end, added.timestamp(f), added.deletionSeconds(f));
                    }
                }
                assertThat(added.clip(new KeyRange(from, to)).equals(expected.finish()))
                        .as("%s round %d", seed, round)
                        .isTrue();
            }
            for (int i = 0; i < 200; i++) {
                byte[] key = wideKey(random.nextInt(20_050));
                int expected = -1;
                for (int f = 0; f < added.size() && expected < 0; f++) {
                    boolean covers = Arrays.compareUnsigned(added.start(f), key) <= 0
                            && Arrays.compareUnsigned(key, added.end(f)) < 0;
                    expected = covers ? f : -1;
                }
                assertThat(added.covering(key, key.length))
                        .as("%s round %d", seed, round)
                        .isEqualTo(expected);
            }
            checkBytes(added);
        }
    }

    private static byte[] wideKey(int value) {
        return new byte[] {(byte) (value >> 8), (byte) value};
    }

    @Test
    void bytesAreThese() {
        DeletionList list = DeletionList.of(new byte[] {1, 2}, new byte[] {1, 2, 5}, 9, 100)
                .add(new byte[] {1, 2, 7}, new byte[] {2}, 10, 300);
        var out = new ByteWriter();
        list.encode(out);
        assertThat(HexFormat.of().formatHex(out.toArray()))
                .isEqualTo(""
                        + "01" // version
                        + "02" // fragments
                        + "00" + "02" + "0102" // start: nothing shared
                        + "02" + "01" + "05" // end: two bytes shared with the start
                        + "0000000000000009" + "64" // timestamp, seconds
                        + "02" + "01" + "07" // start: two bytes shared with the end before
                        + "00" + "01" + "02" // end
                        + "000000000000000a" + "812c"); // timestamp, seconds
    }

    @Test
    void damagedBytesAreRefusedOrHarmless() {
        Seed seed = Seed.next();
        RandomGenerator random = seed.random();
        DeletionList list = DeletionList.EMPTY;
        for (int i = 0; i < 10; i++) {
            Deletion deletion = random(random);
            list = list.add(key(deletion.from), key(deletion.to), deletion.timestamp, deletion.seconds);
        }
        var out = new ByteWriter();
        list.encode(out);
        for (int cut = 0; cut < out.length(); cut++) {
            int length = cut;
            assertThatThrownBy(() -> DeletionList.decode(out.array(), 0, length))
                    .as("%s cut at %d", seed, cut)
                    .isInstanceOf(MalformedBytesException.class);
        }
        for (int bit = 0; bit < out.length() * 8; bit++) {
            byte[] damaged = out.toArray();
            damaged[bit >> 3] ^= (byte) (1 << (bit & 7));
            try {
                assertCanonical(DeletionList.decode(damaged, 0, damaged.length));
            } catch (MalformedBytesException refused) {
                assertThat(refused).hasMessageMatching("(?s).+");
            }
        }
    }

    @Test
    void filterKeepsWhatItIsTold() {
        DeletionList list = DeletionList.of(key(1), key(3), 5, 1).add(key(4), key(6), 7, 1);
        assertThat(list.filter((start, end, timestamp, seconds) -> timestamp > 5))
                .isEqualTo(DeletionList.of(key(4), key(6), 7, 1));
        assertThat(list.minTimestamp()).isEqualTo(5);
        assertThat(list.maxTimestamp()).isEqualTo(7);
        assertThat(DeletionList.of(key(2), key(2), 1, 1)).isEqualTo(DeletionList.EMPTY);
    }
}
