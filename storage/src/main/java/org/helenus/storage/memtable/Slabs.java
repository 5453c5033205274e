package org.helenus.storage.memtable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Off-heap memory of one shard, given out from the front and freed with the arena. Places are named by `int`
/// references in units of four bytes: the chunk in the upper bits, the place in it in the lower ones. Reference 0
/// names nothing; the memory there stays zero.
///
/// One writer allocates. Any thread may read what it was told of after it was written.
final class Slabs {
    static final int CHUNK_BYTES = 1 << 16;
    private static final int UNIT_SHIFT = 2;
    private static final int CHUNK_SHIFT = 16 - UNIT_SHIFT;
    private static final int UNIT_MASK = (1 << CHUNK_SHIFT) - 1;
    private static final int MAX_CHUNKS = 1 << (31 - CHUNK_SHIFT);
    /// Before the first reference: a record read through reference 0 by a reader that will try again stays inside.
    private static final int RESERVED_BYTES = 64;
    private static final int OWN_CHUNK_BYTES = CHUNK_BYTES / 4;
    /// The first is smaller: most tables of a node are written to seldom.
    private static final int FIRST_CHUNK_BYTES = CHUNK_BYTES / 4;

    private final Arena arena;
    private volatile MemorySegment[] chunks = {};
    private volatile long reservedBytes;
    private long reserved;
    private int chunkCount;
    /// The chunk that small pieces are taken from, and how much of it is taken.
    private int current;
    private int used;
    private int currentBytes;
    /// Of each size class, the first piece given back; each holds the reference of the next.
    private int[] free = {};

    Slabs(Arena arena) {
        this.arena = arena;
    }

    /// Takes zeroed memory, aligned to four bytes, never split over chunks.
    int allocate(int bytes) {
        int rounded = (bytes + 3) & -4;
        if (chunkCount == 0) {
            current = addChunk(FIRST_CHUNK_BYTES);
            currentBytes = FIRST_CHUNK_BYTES;
            used = RESERVED_BYTES;
        }
        if (rounded > OWN_CHUNK_BYTES) {
            // so that the rest of the current chunk is not lost
            return addChunk(rounded) << CHUNK_SHIFT;
        }
        if (currentBytes - used < rounded) {
            current = addChunk(CHUNK_BYTES);
            currentBytes = CHUNK_BYTES;
            used = 0;
        }
        int reference = current << CHUNK_SHIFT | used >>> UNIT_SHIFT;
        used += rounded;
        return reference;
    }

    /// Takes memory that may be given back. Not zeroed.
    int allocateReusable(int bytes) {
        int sizeClass = sizeClass(bytes);
        int reference = sizeClass < free.length ? free[sizeClass] : 0;
        if (reference == 0) {
            return allocate(sizeClassBytes(sizeClass));
        }
        free[sizeClass] = chunk(reference).get(ValueLayout.JAVA_INT, offset(reference));
        return reference;
    }

    /// Gives back what [#allocateReusable] gave for so many bytes. Nobody may read it any more.
    void reuse(int reference, int bytes) {
        int sizeClass = sizeClass(bytes);
        if (sizeClass >= free.length) {
            free = Arrays.copyOf(free, sizeClass + 8);
        }
        chunk(reference).set(ValueLayout.JAVA_INT, offset(reference), free[sizeClass]);
        free[sizeClass] = reference;
    }

    /// Sizes in eight steps from one power of two to the next, so that at most an eighth is lost; small ones
    /// exact.
    static int sizeClass(int bytes) {
        int units = (int) (((long) bytes + 3) >>> UNIT_SHIFT);
        int shift = Math.max(0, 31 - Integer.numberOfLeadingZeros(units) - 3);
        int steps = (units + (1 << shift) - 1) >>> shift;
        return shift * 8 + steps;
    }

    static int sizeClassBytes(int sizeClass) {
        int shift = Math.max(0, (sizeClass - 9) >> 3);
        return (sizeClass - shift * 8) << shift + UNIT_SHIFT;
    }

    private int addChunk(int bytes) {
        if (chunkCount == MAX_CHUNKS) {
            throw new IllegalStateException("a memtable's shard is larger than it can address");
        }
        MemorySegment chunk = arena.allocate(bytes, 8);
        MemorySegment[] known = chunks;
        if (chunkCount == known.length) {
            known = Arrays.copyOf(known, Math.max(4, chunkCount * 2));
        }
        known[chunkCount] = chunk;
        chunks = known;
        reserved += bytes;
        reservedBytes = reserved;
        return chunkCount++;
    }

    /// The chunk that a reference points into.
    MemorySegment chunk(int reference) {
        return chunks[reference >>> CHUNK_SHIFT];
    }

    /// Where in its chunk a reference points.
    static long offset(int reference) {
        return (long) (reference & UNIT_MASK) << UNIT_SHIFT;
    }

    /// All memory taken from the system.
    long reservedBytes() {
        return reservedBytes;
    }
}
