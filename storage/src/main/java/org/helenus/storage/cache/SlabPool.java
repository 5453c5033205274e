package org.helenus.storage.cache;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Memory outside the heap for blocks of many sizes, up to a limit.
///
/// A slab of 1 MiB serves frames of one size class at a time; classes go up by a quarter of a power of two, so a frame
/// is at most a quarter larger than what is put in it. A slab without frames in use goes to whatever class needs it
/// next. When none is left the owner may empty one, see [#occupantsOfEmptiest]. What is larger than the largest class
/// gets memory of its own, counted against the same limit. When the limit comes down, slabs beyond it are given back to
/// the system as they become empty.
///
/// Threads: any; one lock, taken when blocks come and go, not when they are read.
final class SlabPool implements AutoCloseable {
    static final int SLAB_BYTES = 1 << 20;
    private static final int SMALLEST_SHIFT = 10;
    private static final int LARGEST_FRAME_BYTES = SLAB_BYTES / 4;
    private static final int CLASSES = sizeClass(LARGEST_FRAME_BYTES) + 1;

    // guarded by this
    private long limitBytes;
    private final ArrayDeque<SlabMemory> spare = new ArrayDeque<>();
    private final List<List<Slab>> slabs = new ArrayList<>();
    private final List<ArrayDeque<Slab>> withRoom = new ArrayList<>();
    private long slabBytes;
    private long ownBytes;
    private long usedBytes;

    SlabPool(long limitBytes) {
        this.limitBytes = limitBytes;
        for (int i = 0; i < CLASSES; i++) {
            slabs.add(new ArrayList<>());
            withRoom.add(new ArrayDeque<>());
        }
    }

    /// Memory of a slab, given back to the system by closing `own`.
    private record SlabMemory(MemorySegment bytes, Arena own) {
        static SlabMemory allocate() {
            var own = Arena.ofShared();
            return new SlabMemory(own.allocate(SLAB_BYTES, 64), own);
        }
    }

    /// Changes the limit, and gives back what is spare beyond it.
    ///
    /// @return whether more is taken from the system
    synchronized boolean limit(long bytes) {
        limitBytes = bytes;
        while (isOver() && !spare.isEmpty()) {
            giveBack(spare.pop());
        }
        return isOver();
    }

    private boolean isOver() {
        return slabBytes + ownBytes > limitBytes;
    }

    private void giveBack(SlabMemory memory) {
        slabBytes -= SLAB_BYTES;
        memory.own.close();
    }

    /// The class of frames that hold `bytes`: four for each power of two from 1 KiB.
    static int sizeClass(int bytes) {
        int above = Math.max(bytes, 1 << SMALLEST_SHIFT) - 1;
        int shift = 31 - Integer.numberOfLeadingZeros(above);
        int base = Math.max(shift, SMALLEST_SHIFT - 1);
        int quarter = above >>> (base - 2) & 3;
        return (base - SMALLEST_SHIFT + 1) * 4 + quarter - 3;
    }

    static int frameBytes(int sizeClass) {
        int from = sizeClass + 3;
        int base = SMALLEST_SHIFT - 1 + (from >>> 2);
        return (1 << base) + ((from & 3) + 1 << (base - 2));
    }

    /// Bytes that a block of `bytes` takes.
    static int footprint(int bytes) {
        return bytes > LARGEST_FRAME_BYTES ? bytes : frameBytes(sizeClass(bytes));
    }

    /// Room for `bytes` that belongs to `owner` until it is freed; empty when the limit is reached.
    synchronized Optional<Frame> allocate(int bytes, CachedBlock owner) {
        if (bytes > LARGEST_FRAME_BYTES) {
            return allocateOwn(bytes);
        }
        int sizeClass = sizeClass(bytes);
        var room = withRoom.get(sizeClass);
        Slab slab = room.peekFirst();
        if (slab == null) {
            Optional<SlabMemory> memory = memoryForSlab();
            if (memory.isEmpty()) {
                return Optional.empty();
            }
            slab = new Slab(memory.get(), sizeClass);
            slabs.get(sizeClass).add(slab);
            room.addFirst(slab);
        }
        int index = slab.take(owner);
        if (slab.isFull()) {
            room.removeFirst();
        }
        usedBytes += slab.frameBytes;
        return Optional.of(new Frame(slab, index, slab.frame(index, bytes), Optional.empty()));
    }

    private Optional<Frame> allocateOwn(int bytes) {
        if (slabBytes + ownBytes + bytes > limitBytes) {
            return Optional.empty();
        }
        return Optional.of(allocateBeyond(bytes));
    }

    /// Memory of its own, whatever the limit.
    synchronized Frame allocateBeyond(int bytes) {
        ownBytes += bytes;
        usedBytes += bytes;
        var own = Arena.ofShared();
        return new Frame(Slab.NONE, 0, own.allocate(bytes, 64), Optional.of(own));
    }

    private Optional<SlabMemory> memoryForSlab() {
        if (!spare.isEmpty()) {
            return Optional.of(spare.pop());
        }
        if (slabBytes + ownBytes + SLAB_BYTES > limitBytes) {
            return Optional.empty();
        }
        slabBytes += SLAB_BYTES;
        return Optional.of(SlabMemory.allocate());
    }

    synchronized void free(Frame frame) {
        if (frame.own.isPresent()) {
            ownBytes -= frame.memory.byteSize();
            usedBytes -= frame.memory.byteSize();
            frame.own.get().close();
            return;
        }
        Slab slab = frame.slab;
        var room = withRoom.get(slab.sizeClass);
        boolean wasFull = slab.isFull();
        slab.give(frame.index);
        usedBytes -= slab.frameBytes;
        if (slab.isEmpty()) {
            if (!wasFull) {
                room.remove(slab);
            }
            slabs.get(slab.sizeClass).remove(slab);
            if (isOver()) {
                giveBack(slab.memory);
            } else {
                spare.push(slab.memory);
            }
        } else if (wasFull) {
            room.addLast(slab);
        }
    }

    /// Whose frames must go so that a slab comes free for a class that has none: those of the slab of another
    /// class that has the fewest in use, by share. Empty when every slab is of this class already.
    synchronized List<CachedBlock> occupantsOfEmptiest(int bytes) {
        int wanted = bytes > LARGEST_FRAME_BYTES ? -1 : sizeClass(bytes);
        Slab emptiest = Slab.NONE;
        double least = 2;
        for (int i = 0; i < CLASSES; i++) {
            var candidates = i == wanted ? List.<Slab>of() : slabs.get(i);
            for (Slab slab : candidates) {
                if (slab.share() < least) {
                    least = slab.share();
                    emptiest = slab;
                }
            }
        }
        return emptiest.occupants();
    }

    /// Bytes of frames in use.
    synchronized long usedBytes() {
        return usedBytes;
    }

    /// Bytes taken from the system.
    synchronized long reservedBytes() {
        return slabBytes + ownBytes;
    }

    /// Gives all memory back. Nobody may hold a frame.
    @Override
    public synchronized void close() {
        if (usedBytes != 0) {
            throw new IllegalStateException(usedBytes + " bytes of blocks are in use");
        }
        spare.forEach(memory -> memory.own.close());
        spare.clear();
    }

    /// Memory of one block.
    record Frame(Slab slab, int index, MemorySegment memory, Optional<Arena> own) {}

    /// Frames of one size in one piece of memory. Guarded by the pool.
    private static final class Slab {
        static final Slab NONE = new Slab(new SlabMemory(MemorySegment.NULL, Arena.global()), 0);

        private final SlabMemory memory;
        private final int sizeClass;
        private final int frameBytes;
        private final CachedBlock[] owners;
        private final int[] free;
        private int freeCount;

        Slab(SlabMemory memory, int sizeClass) {
            this.memory = memory;
            this.sizeClass = sizeClass;
            frameBytes = SlabPool.frameBytes(sizeClass);
            int frames = (int) (memory.bytes.byteSize() / frameBytes);
            owners = new CachedBlock[frames];
            free = new int[frames];
            Arrays.setAll(free, i -> frames - 1 - i);
            freeCount = frames;
        }

        int take(CachedBlock owner) {
            int index = free[--freeCount];
            owners[index] = owner;
            return index;
        }

        void give(int index) {
            if (owners[index] == null) {
                throw new IllegalStateException("a frame is freed twice");
            }
            owners[index] = null;
            free[freeCount++] = index;
        }

        MemorySegment frame(int index, int bytes) {
            return memory.bytes.asSlice((long) index * frameBytes, bytes);
        }

        boolean isFull() {
            return freeCount == 0;
        }

        boolean isEmpty() {
            return freeCount == free.length;
        }

        double share() {
            return 1 - (double) freeCount / free.length;
        }

        List<CachedBlock> occupants() {
            var found = new ArrayList<CachedBlock>();
            for (CachedBlock owner : owners) {
                if (owner != null) {
                    found.add(owner);
                }
            }
            return found;
        }
    }
}
