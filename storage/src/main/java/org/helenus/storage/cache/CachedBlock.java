package org.helenus.storage.cache;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.helenus.storage.cache.SlabPool.Frame;

/// A decompressed block. Whoever reads it has pinned it, and unpins it once; the cache holds one pin while the block
/// is in its file's table. The last to unpin frees the memory, so nobody reads what was freed, and a block that the
/// cache let go lives as long as a cursor stands on it.
///
/// Threads: any.
public final class CachedBlock {
    /// Stands for a block that is not there. Never pinned.
    public static final CachedBlock NONE = new CachedBlock();

    private static final VarHandle PINS;

    static {
        try {
            PINS = MethodHandles.lookup().findVarHandle(CachedBlock.class, "pins", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final BlockCache cache;
    private final BlockTable table;
    private final int index;
    private Frame frame;
    private MemorySegment content = MemorySegment.NULL;

    /// 0: freed, for good.
    @SuppressWarnings("unused") // by PINS
    private volatile int pins;

    /// How often it was found, about: threads lose counts to each other. Decides when the policy is told.
    private int finds;

    private CachedBlock() {
        this.cache = null;
        this.table = null;
        this.index = -1;
        this.frame = null;
    }

    /// A block with the pin of whoever makes it.
    CachedBlock(BlockCache cache, BlockTable table, int index) {
        this.cache = cache;
        this.table = table;
        this.index = index;
        this.frame = null;
        pins = 1;
    }

    /// Before anyone else sees the block.
    void place(Frame memory) {
        frame = memory;
        content = memory.memory();
    }

    /// The block's bytes; only while it is pinned.
    public MemorySegment content() {
        return content;
    }

    /// Takes a pin; false when the block was freed meanwhile.
    boolean pin() {
        int seen = pins;
        while (seen > 0) {
            int witness = (int) PINS.compareAndExchange(this, seen, seen + 1);
            if (witness == seen) {
                return true;
            }
            seen = witness;
        }
        return false;
    }

    /// Gives a pin back.
    public void unpin() {
        int before = (int) PINS.getAndAdd(this, -1);
        if (before == 1) {
            cache.free(frame);
        } else if (before < 1) {
            throw new IllegalStateException("block " + index + " is unpinned more often than it was pinned");
        }
    }

    /// Whether the policy should hear of this find: the first, and then every sixteenth.
    boolean countFind() {
        return (finds++ & 15) == 0;
    }

    /// Takes the block out of its table and gives the table's pin back; whoever comes second does nothing.
    void leaveTable() {
        if (table.remove(index, this)) {
            unpin();
        }
    }

    boolean isInTable() {
        return table.holds(index, this);
    }

    /// Bytes that it is accounted with: its frame and these few objects.
    int weight() {
        return SlabPool.footprint((int) content.byteSize()) + 96;
    }
}
