package org.helenus.storage.sstable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Says for most keys that are not in a file that they are not: a Bloom filter whose probes for one key fall into two
/// neighbouring lines of 64 bytes, the first half of them into one, so that most questions cost one cache miss. It
/// holds
/// the partitions, and in tables with clustering the full row keys too.
///
///     u32      n, the number of lines, even in layout 1
///     u8       k, probes per key
///     u8       1 when full row keys are in it, else 0
///     u8       layout: 1, or 0 in files of before, where all probes fall into one line
///     u8       zero
///     u64      keys that were added
///     48 B     zero
///     64 B × n the lines; bit b of a line is bit b mod 8, the lowest first, of byte b / 8
///
/// A partition's hash is the mixed token, which is a hash already; a row's folds all bytes behind the token into it.
/// The upper bits of the hash choose the pair of lines (layout 0: the line), in proportion; bit 8 says which of the two
/// has the first ⌈k / 2⌉ probes. Probe i takes the top nine bits of the lower half multiplied i times by 0x9E3779B9. As
/// pairs are chosen in proportion, a filter that was made for too many keys is folded: of n pairs each f neighbours
/// become one.
final class KeyFilter {
    static final int LINE_BYTES = 64;
    private static final int HEADER_BYTES = 64;
    private static final int LINE_BITS = 8 * LINE_BYTES;
    private static final int MAX_PROBES = 24;
    private static final byte SINGLE = 0;
    private static final byte PAIRED = 1;
    private static final int STEP = 0x9E3779B9;
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final MemorySegment section;
    private final int lines;
    private final int probes;
    private final boolean holdsRows;
    private final boolean isPaired;

    private KeyFilter(MemorySegment section) {
        this.section = section;
        lines = section.get(SSTableFormat.INT, 0);
        probes = section.get(ValueLayout.JAVA_BYTE, 4);
        holdsRows = section.get(ValueLayout.JAVA_BYTE, 5) == 1;
        isPaired = section.get(ValueLayout.JAVA_BYTE, 6) == PAIRED;
    }

    /// Takes over a section whose checksum held.
    static KeyFilter open(String file, long offset, MemorySegment section) throws CorruptSSTableException {
        long size = section.byteSize();
        if (size >= HEADER_BYTES) {
            var filter = new KeyFilter(section);
            byte layout = section.get(ValueLayout.JAVA_BYTE, 6);
            if (filter.lines > 0
                    && (layout == SINGLE || layout == PAIRED && filter.lines % 2 == 0)
                    && size == HEADER_BYTES + (long) LINE_BYTES * filter.lines
                    && filter.probes > 0
                    && filter.probes <= MAX_PROBES) {
                return filter;
            }
        }
        throw new CorruptSSTableException(file, offset, "a filter of " + size + " bytes that does not fit its header");
    }

    long bytes() {
        return section.byteSize();
    }

    int probes() {
        return probes;
    }

    /// How many keys were added.
    long keys() {
        return section.get(SSTableFormat.LONG, 8);
    }

    /// False: no partition of this token is in the file.
    boolean mayHoldPartition(long tokenHead) {
        return contains(hash(tokenHead));
    }

    /// False: this row is not in the file. Of its partition it need not be asked besides.
    boolean mayHold(byte[] key, int length) {
        return contains(holdsRows ? hash(key, length) : hash(KeyOrder.head(key, length)));
    }

    private boolean contains(long hash) {
        if (!isPaired) {
            long line = HEADER_BYTES + LINE_BYTES * Math.unsignedMultiplyHigh(hash, lines);
            return holds(line, (int) hash, 0, probes);
        }
        long line = firstLine(hash, lines);
        return holds(line, (int) hash, 0, inFirst(probes))
                && holds(neighbour(line), probe((int) hash, inFirst(probes)), inFirst(probes), probes);
    }

    private boolean holds(long line, int firstProbe, int from, int to) {
        int probe = firstProbe;
        for (int i = from; i < to; i++) {
            int bit = probe >>> 23;
            if ((section.get(ValueLayout.JAVA_BYTE, line + (bit >>> 3)) >>> (bit & 7) & 1) == 0) {
                return false;
            }
            probe *= STEP;
        }
        return true;
    }

    /// Where the line with the first probes begins.
    private static long firstLine(long hash, int lines) {
        long pair = Math.unsignedMultiplyHigh(hash, lines >>> 1);
        return HEADER_BYTES + LINE_BYTES * (2 * pair + (hash >>> 8 & 1));
    }

    /// The other line of the pair.
    private static long neighbour(long line) {
        return (line - HEADER_BYTES ^ LINE_BYTES) + HEADER_BYTES;
    }

    private static int inFirst(int probes) {
        return probes + 1 >>> 1;
    }

    private static int probe(int first, int number) {
        int probe = first;
        for (int i = 0; i < number; i++) {
            probe *= STEP;
        }
        return probe;
    }

    static long hash(long tokenHead) {
        return mix(tokenHead ^ 0x5851F42D4C957F2DL);
    }

    /// Of a full row key; it has at least [SSTableFormat#MIN_KEY_BYTES].
    static long hash(byte[] key, int length) {
        long hash = (long) WORD.get(key, 0) ^ length;
        int at = Long.BYTES;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            hash = (hash ^ (long) WORD.get(key, at)) * 0x9FB21C651E98DF25L;
            hash ^= hash >>> 29;
        }
        long rest = 0;
        for (; at < length; at++) {
            rest = rest << 8 | key[at] & 0xFF;
        }
        return mix((hash ^ rest) * 0x9FB21C651E98DF25L);
    }

    private static long mix(long z) {
        long x = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        x = (x ^ x >>> 27) * 0x94D049BB133111EBL;
        return x ^ x >>> 31;
    }

    /// Bits for each key, so that a share of `fpChance` of the questions is answered wrongly. Two lines for all
    /// probes
    /// cost some more than a classic filter, the more the rarer errors shall be; measured, and fitted.
    static double bitsPerKey(double fpChance) {
        double digits = -Math.log10(fpChance);
        double classic = digits * Math.log(10) / (Math.log(2) * Math.log(2));
        return classic * (1 + 0.02 * Math.pow(2.05, digits - 2));
    }

    static int probes(double bitsPerKey) {
        return Math.clamp(Math.round(bitsPerKey * 0.62), 1, MAX_PROBES);
    }

    /// Adds keys while rows are written. The caller's arena holds its memory.
    ///
    /// The first keys are kept as hashes, so that a filter of that many is exactly as large as they need it; when
    /// there
    /// are more, all go into lines for as many as are expected. One thread.
    static final class Builder {
        /// 32 MiB of hashes.
        private static final int KEPT_KEYS = 1 << 22;
        private static final int CHUNK_KEYS = 1 << 13;
        private static final int[] FOLDS = {12, 6, 4, 3, 2};
        private static final int MAX_LINES = Integer.MAX_VALUE / (2 * FOLDS[0]) * (2 * FOLDS[0]);
        /// Keys are put in by so many at once, because lines that are asked for together come together.
        private static final int BATCH = 16;

        private final Arena arena;
        private final long expectedKeys;
        private final int keptKeys;
        private final double bitsPerKey;
        private final boolean holdsRows;
        private final int probes;
        private final List<MemorySegment> kept = new ArrayList<>();
        /// None as long as hashes are kept.
        private MemorySegment section = MemorySegment.NULL;

        private int lines;
        private long keys;
        private final long[] waiting = new long[BATCH];
        private int waitingCount;
        /// Keeps the loads that have lines come from being left out.
        private int touched;

        /// @param expectedKeys how many will be added; rather too many than too few
        Builder(Arena arena, long expectedKeys, double fpChance, boolean holdsRows) {
            this(arena, expectedKeys, fpChance, holdsRows, KEPT_KEYS);
        }

        /// @param keptKeys as hashes, at most
        Builder(Arena arena, long expectedKeys, double fpChance, boolean holdsRows, int keptKeys) {
            this.arena = arena;
            this.expectedKeys = expectedKeys;
            this.holdsRows = holdsRows;
            this.keptKeys = keptKeys;
            bitsPerKey = bitsPerKey(fpChance);
            probes = probes(bitsPerKey);
        }

        /// What the builder takes in the end, when as many keys come as are expected.
        long bytes() {
            return HEADER_BYTES
                    + (long) LINE_BYTES * linesFor(expectedKeys)
                    + Long.BYTES * Math.min(expectedKeys, keptKeys);
        }

        private int linesFor(double keyCount) {
            double pairs = Math.max(1, Math.ceil(keyCount * bitsPerKey / (2 * LINE_BITS)));
            return (int) Math.min(MAX_LINES, 2 * pairs);
        }

        /// Such a number of lines that some of the folds divide it.
        private int foldableLinesFor(double keyCount) {
            int exact = linesFor(keyCount);
            return exact <= 2 * FOLDS[0] ? exact : Math.ceilDiv(exact, 2 * FOLDS[0]) * 2 * FOLDS[0];
        }

        void addPartition(long tokenHead) {
            add(hash(tokenHead));
        }

        void addRow(byte[] key, int length) {
            add(hash(key, length));
        }

        private void add(long hash) {
            if (lines == 0) {
                keep(hash);
            } else {
                put(hash);
            }
            keys++;
        }

        private void keep(long hash) {
            int inChunk = (int) (keys % CHUNK_KEYS);
            if (inChunk == 0) {
                kept.add(arena.allocate((long) CHUNK_KEYS * Long.BYTES, Long.BYTES));
            }
            kept.getLast().setAtIndex(ValueLayout.JAVA_LONG, inChunk, hash);
            if (keys + 1 == keptKeys) {
                putKept(keptKeys, foldableLinesFor(expectedKeys));
            }
        }

        private void putKept(long count, int into) {
            lines = into;
            section = arena.allocate(HEADER_BYTES + (long) LINE_BYTES * lines, LINE_BYTES);
            for (long i = 0; i < count; i++) {
                put(kept.get((int) (i / CHUNK_KEYS)).getAtIndex(ValueLayout.JAVA_LONG, i % CHUNK_KEYS));
            }
            kept.clear();
        }

        private void put(long hash) {
            waiting[waitingCount++] = hash;
            if (waitingCount == BATCH) {
                putWaiting();
            }
        }

        private void putWaiting() {
            int loaded = touched;
            for (int i = 0; i < waitingCount; i++) {
                loaded ^= section.get(ValueLayout.JAVA_BYTE, firstLine(waiting[i], lines));
            }
            touched = loaded;
            for (int i = 0; i < waitingCount; i++) {
                putNow(waiting[i]);
            }
            waitingCount = 0;
        }

        private void putNow(long hash) {
            long line = firstLine(hash, lines);
            int probe = (int) hash;
            for (int i = 0; i < probes; i++) {
                int bit = probe >>> 23;
                long at = (i < inFirst(probes) ? line : neighbour(line)) + (bit >>> 3);
                section.set(
                        ValueLayout.JAVA_BYTE, at, (byte) (section.get(ValueLayout.JAVA_BYTE, at) | 1 << (bit & 7)));
                probe *= STEP;
            }
        }

        /// The section, in the memory of the builder, which is not used any more.
        MemorySegment build() {
            if (lines == 0) {
                putKept(keys, linesFor(keys));
            }
            putWaiting();
            for (int fold : FOLDS) {
                if (lines / 2 % fold == 0 && (double) (lines / fold) * LINE_BITS >= keys * bitsPerKey) {
                    fold(fold);
                    break;
                }
            }
            section.set(SSTableFormat.INT, 0, lines);
            section.set(ValueLayout.JAVA_BYTE, 4, (byte) probes);
            section.set(ValueLayout.JAVA_BYTE, 5, (byte) (holdsRows ? 1 : 0));
            section.set(ValueLayout.JAVA_BYTE, 6, PAIRED);
            section.set(SSTableFormat.LONG, 8, keys);
            return section.asSlice(0, HEADER_BYTES + (long) LINE_BYTES * lines);
        }

        private void fold(int by) {
            int folded = lines / by;
            for (int to = 0; to < folded; to++) {
                int from = to / 2 * 2 * by + to % 2; // the same line of the first pair
                for (int word = 0; word < LINE_BYTES; word += Long.BYTES) {
                    long bits = 0;
                    for (int i = 0; i < by; i++) {
                        bits |= section.get(SSTableFormat.LONG, HEADER_BYTES + (from + 2L * i) * LINE_BYTES + word);
                    }
                    section.set(SSTableFormat.LONG, HEADER_BYTES + (long) to * LINE_BYTES + word, bits);
                }
            }
            lines = folded;
        }

        boolean holdsRows() {
            return holdsRows;
        }
    }
}
