package org.helenus.storage.sstable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.CRC32C;
import org.helenus.storage.KeyRange;
import org.helenus.storage.NotInMemoryException;
import org.helenus.storage.ReadMode;
import org.helenus.storage.cache.BlockCache;
import org.helenus.storage.cache.BlockTable;
import org.helenus.storage.cache.CachedBlock;
import org.helenus.storage.disk.Disk;
import org.helenus.storage.disk.DiskFile;
import org.helenus.storage.disk.OpenMode;
import org.helenus.storage.encoding.MalformedBytesException;
import org.helenus.storage.merge.DeletionList;
import org.helenus.storage.merge.EntryCursor;
import org.helenus.storage.merge.EntrySink;
import org.helenus.storage.merge.EntrySource;

/// An open SSTable: a sorted, immutable file of rows and deletions, see [SSTableFormat].
///
/// Index, filter, deletions and statistics are read and checked at the opening and stay in memory, counted by the
/// cache; blocks come through it, or, for those who read everything once, past it ([#sequential]).
///
/// Counted: it is opened with one reference, a `Version` holds one for as long as it is anyone's, and the last release
/// closes the file and, when [#deleteWhenReleased] was called, deletes it. Readers do not count for themselves; they
/// pin the version.
///
/// Threads: any.
public final class SSTable implements EntrySource {
    private final Disk disk;
    private final String path;
    private final DiskFile file;
    private final Footer footer;
    private final SSTableStatistics statistics;
    private final BlockIndex index;
    private final Optional<KeyFilter> filter;
    private final DeletionList deletions;
    private final Arena arena;
    private final BlockCache cache;
    private final BlockTable blocks;
    private final long sizeBytes;
    /// Of the first row and of the last; empty when there are only deletions.
    private final byte[] firstKey;

    private final byte[] lastKey;
    private final long firstHead;
    private final long lastHead;
    private final AtomicInteger references = new AtomicInteger(1);
    private final LongAdder filterStops = new LongAdder();
    private final LongAdder filterPasses = new LongAdder();
    private final LongAdder falsePasses = new LongAdder();
    private volatile boolean deleteWhenReleased;
    private volatile Optional<CorruptSSTableException> damage = Optional.empty();
    private volatile double crcCheckChance;
    /// Kept between two blocks, so that loading one leaves less for the collector; null while a thread has it.
    private final AtomicReference<TurnedBlock> spareTurning = new AtomicReference<>();
    private double crcDebt;

    private SSTable(
            Disk disk,
            DiskFile file,
            Footer footer,
            SSTableStatistics statistics,
            BlockIndex index,
            Optional<KeyFilter> filter,
            DeletionList deletions,
            Arena arena,
            BlockCache cache)
            throws IOException {
        this.disk = disk;
        this.path = file.path();
        this.file = file;
        this.footer = footer;
        this.statistics = statistics;
        this.index = index;
        this.filter = filter;
        this.deletions = deletions;
        this.arena = arena;
        this.cache = cache;
        sizeBytes = file.size();
        firstKey = statistics.firstKey();
        lastKey = statistics.lastKey();
        firstHead = KeyOrder.head(firstKey, firstKey.length);
        lastHead = KeyOrder.head(lastKey, lastKey.length);
        blocks = cache.table(index.count());
        crcCheckChance = statistics.table().options().crcCheckChance();
        cache.account(memoryBytes());
    }

    /// Opens and checks a file. Blocks are checked when they are read.
    ///
    /// @throws CorruptSSTableException it is damaged, or none
    public static SSTable open(Disk disk, String path, BlockCache cache) throws IOException {
        var file = disk.open(path, OpenMode.READ);
        var arena = Arena.ofShared();
        try {
            return open(disk, file, arena, cache);
        } catch (IOException | RuntimeException e) {
            arena.close();
            file.close();
            throw e;
        }
    }

    /// Whether a file is one that a writer began and did not end: it begins as one does, or is empty, and has no
    /// footer. Nothing can be read of it.
    public static boolean isUnfinished(Disk disk, String path) throws IOException {
        try (var file = disk.open(path, OpenMode.READ)) {
            long size = file.size();
            boolean begun = size >= Long.BYTES && read(file, 0, Long.BYTES).getLong() == SSTableFormat.MAGIC;
            boolean ended = size >= SSTableFormat.HEADER_BYTES + SSTableFormat.FOOTER_BYTES
                    && read(file, size - Long.BYTES, Long.BYTES).getLong() == SSTableFormat.MAGIC;
            return size == 0 || begun && !ended;
        }
    }

    private static SSTable open(Disk disk, DiskFile file, Arena arena, BlockCache cache) throws IOException {
        String path = file.path();
        long size = file.size();
        if (size < SSTableFormat.HEADER_BYTES + SSTableFormat.FOOTER_BYTES) {
            throw new CorruptSSTableException(path, 0, "a file of " + size + " bytes");
        }
        long footerOffset = size - SSTableFormat.FOOTER_BYTES;
        var footer = Footer.decode(path, footerOffset, read(file, footerOffset, SSTableFormat.FOOTER_BYTES));
        footer.checkHeader(path, read(file, 0, SSTableFormat.HEADER_BYTES));
        var summary = statistics(file, footer);
        var index = BlockIndex.open(
                path, footer, section(file, footer.id(), footer.indexOffset(), footer.indexLength(), arena, "index"));
        var filter = footer.filterLength() == 0
                ? Optional.<KeyFilter>empty()
                : Optional.of(KeyFilter.open(
                        path,
                        footer.filterOffset(),
                        section(file, footer.id(), footer.filterOffset(), footer.filterLength(), arena, "filter")));
        return new SSTable(disk, file, footer, summary, index, filter, deletions(file, footer), arena, cache);
    }

    private static ByteBuffer read(DiskFile file, long offset, int length) throws IOException {
        var buffer = ByteBuffer.allocate(length);
        file.readFully(offset, buffer);
        return buffer.flip();
    }

    private static SSTableStatistics statistics(DiskFile file, Footer footer) throws IOException {
        long offset = footer.statisticsOffset();
        byte[] bytes = heapSection(file, footer.id(), offset, footer.statisticsLength(), "statistics");
        try {
            var summary = StatisticsCodec.decode(bytes);
            if (summary.largestBlockBytes() < 0 || summary.largestBlockBytes() > SSTableFormat.MAX_BLOCK_BYTES) {
                throw new MalformedBytesException("a largest block of " + summary.largestBlockBytes());
            }
            return summary;
        } catch (MalformedBytesException e) {
            throw new CorruptSSTableException(file.path(), offset, "statistics: " + e.getMessage(), e);
        }
    }

    private static DeletionList deletions(DiskFile file, Footer footer) throws IOException {
        long offset = footer.deletionsOffset();
        byte[] bytes = heapSection(file, footer.id(), offset, footer.deletionsLength(), "deletions");
        try {
            return DeletionList.decode(bytes, 0, bytes.length);
        } catch (MalformedBytesException e) {
            throw new CorruptSSTableException(file.path(), offset, "deletions: " + e.getMessage(), e);
        }
    }

    private static byte[] heapSection(DiskFile file, SSTableId id, long offset, long length, String what)
            throws IOException {
        if (length > Integer.MAX_VALUE - 64) {
            throw new CorruptSSTableException(file.path(), offset, what + " of " + length + " bytes");
        }
        try (var arena = Arena.ofConfined()) {
            return section(file, id, offset, length, arena, what).toArray(ValueLayout.JAVA_BYTE);
        }
    }

    /// Reads and checks a section; `length` is with its checksum and lies within the file.
    private static MemorySegment section(
            DiskFile file, SSTableId id, long offset, long length, Arena arena, String what) throws IOException {
        var memory = arena.allocate(length, 64);
        var crc = new CRC32C();
        SSTableFormat.begin(crc, id, offset);
        long content = length - SSTableFormat.CRC_BYTES;
        for (long at = 0; at < length; ) {
            int count = (int) Math.min(4 << 20, length - at);
            file.readFully(offset + at, memory.asSlice(at, count).asByteBuffer());
            long covered = Math.clamp(content - at, 0, count);
            crc.update(memory.asSlice(at, covered).asByteBuffer());
            at += count;
        }
        if ((int) crc.getValue() != memory.get(SSTableFormat.INT, content)) {
            throw new CorruptSSTableException(file.path(), offset, what + " checksum");
        }
        return memory.asSlice(0, content);
    }

    public SSTableId id() {
        return footer.id();
    }

    public String path() {
        return path;
    }

    public SSTableStatistics statistics() {
        return statistics;
    }

    /// Bytes of the file.
    public long sizeBytes() {
        return sizeBytes;
    }

    /// Point reads that asked this file since it was opened.
    public long reads() {
        return filterPasses.sum() + filterStops.sum();
    }

    /// Point reads that the filter let pass, and of these those that found nothing.
    public long filterPasses() {
        return filterPasses.sum();
    }

    public long filterFalsePasses() {
        return falsePasses.sum();
    }

    /// Memory that index and filter take.
    public long memoryBytes() {
        return index.bytes() + filterBytes();
    }

    /// How many keys the filter holds: partitions and, where there may be several of one, rows. 0 without a filter.
    public long filterKeys() {
        return filter.map(KeyFilter::keys).orElse(0L);
    }

    public long filterBytes() {
        return filter.map(KeyFilter::bytes).orElse(0L);
    }

    public long indexBytes() {
        return index.bytes();
    }

    public int blockCount() {
        return index.count();
    }

    /// Sets the share of block reads whose checksum is computed, as the table's `crc_check_chance` now says.
    public void crcCheckChance(double chance) {
        crcCheckChance = chance;
    }

    double crcCheckChance() {
        return crcCheckChance;
    }

    @Override
    public DeletionList deletions() {
        return deletions;
    }

    @Override
    public long minTimestamp() {
        return statistics.minTimestamp();
    }

    @Override
    public long maxTimestamp() {
        return statistics.maxTimestamp();
    }

    /// Whether a row of this key would lie between the first row and the last. Files that were cut out of one run
    /// lie
    /// side by side: but for one of them it is the keys that say no, not the filters, which err.
    private boolean spans(byte[] key, int keyLength) {
        long head = KeyOrder.head(key, keyLength);
        int first = Long.compareUnsigned(head, firstHead);
        int last = Long.compareUnsigned(head, lastHead);
        return firstKey.length > 0
                && (first > 0 || first == 0 && KeyOrder.compare(key, keyLength, firstKey, firstKey.length) >= 0)
                && (last < 0 || last == 0 && KeyOrder.compare(key, keyLength, lastKey, lastKey.length) <= 0);
    }

    /// Whether the first and last key, and the filter, let the row pass; no I/O.
    public boolean mayHold(byte[] key, int keyLength) {
        return keyLength >= SSTableFormat.MIN_KEY_BYTES && spans(key, keyLength) && passesFilter(key, keyLength);
    }

    private boolean passesFilter(byte[] key, int keyLength) {
        return filter.isEmpty() || filter.get().mayHold(key, keyLength);
    }

    /// Whether the tokens of first and last key, and the filter, let the partition of a key pass; no I/O.
    /// Deletions of
    /// ranges are not in the filter.
    @Override
    public boolean mayHoldPartition(byte[] key, int keyLength) {
        long head = KeyOrder.head(key, keyLength);
        return firstKey.length > 0
                && Long.compareUnsigned(head, firstHead) >= 0
                && Long.compareUnsigned(head, lastHead) <= 0
                && (filter.isEmpty() || filter.get().mayHoldPartition(head));
    }

    @Override
    public boolean get(byte[] key, int keyLength, ReadMode mode, EntrySink into) throws IOException {
        if (keyLength < SSTableFormat.MIN_KEY_BYTES || !spans(key, keyLength)) {
            return false;
        }
        boolean passes = passesFilter(key, keyLength);
        (passes ? filterPasses : filterStops).increment();
        boolean found = passes && find(key, keyLength, mode, into);
        if (mode.isCounted()) {
            mode.counts().pointRead(passes, found);
        }
        return found;
    }

    private boolean find(byte[] key, int keyLength, ReadMode mode, EntrySink into) throws IOException {
        int number = index.find(key, keyLength);
        if (number >= 0) {
            var block = pin(number, mode);
            try {
                var entries = block(block, number);
                int found = entries.seek(key, keyLength);
                if ((found & 1) != 0) {
                    int end = entries.end(found >>> 1);
                    long slot = entries.slot(found >>> 1, end);
                    int value = (int) (slot >>> 32) + Block.restBytes((int) slot);
                    into.accept(block.content(), value, end - value);
                    return true;
                }
            } finally {
                block.unpin();
            }
        }
        falsePasses.increment();
        return false;
    }

    @Override
    public EntryCursor scan(KeyRange range, boolean reversed, ReadMode mode) throws IOException {
        if (mode.isCounted()) {
            mode.counts().scan();
        }
        return reversed ? new ReverseCursor(this, range, mode) : new ForwardCursor(this, range, mode);
    }

    /// The same rows for one who reads them all once, such as a compaction: forward only, in large reads, past the
    /// cache and without pushing others' blocks out of it.
    public EntrySource sequential() {
        return new SequentialSource(this);
    }

    /// Reads and checks every block. Gives the number of rows.
    ///
    /// @throws CorruptSSTableException a part is damaged, or the keys are not in order
    public long verify() throws IOException {
        return new Verification(this).run();
    }

    /// Reads all blocks and gives each place that is damaged; none when all are whole.
    public List<CorruptSSTableException> damages() throws IOException {
        var salvage = new Salvage(this);
        salvage.run((key, keyLength, block, offset, length) -> {});
        return salvage.damages();
    }

    /// Writes the rows of all blocks that are whole to another file. Gives their number.
    public long salvage(SSTableWriter writer) throws IOException {
        var salvage = new Salvage(this);
        salvage.run(writer::append);
        return salvage.rows();
    }

    /// What a reader found damaged in it since it was opened. Compactions leave such a file alone.
    public Optional<CorruptSSTableException> damage() {
        return damage;
    }

    private CorruptSSTableException damaged(CorruptSSTableException cause) {
        damage = Optional.of(cause);
        return cause;
    }

    /// What is in a pinned block.
    Block block(CachedBlock pinned, int number) throws CorruptSSTableException {
        return new Block(pinned.content(), path, index.blockOffset(number));
    }

    /// Block `number`, pinned for the caller, who unpins it.
    CachedBlock pin(int number, ReadMode mode) throws IOException {
        CachedBlock block = blocks.find(number);
        if (block != CachedBlock.NONE) {
            if (mode.isCounted()) {
                mode.counts().cachedBlock();
            }
            return block;
        }
        if (!mode.mayBlock()) {
            throw NotInMemoryException.INSTANCE;
        }
        if (mode.isCounted()) {
            mode.counts().readBlock(index.storedBytes(number));
        }
        long offset = index.blockOffset(number);
        var frame = cache.scratch().borrow(index.storedBytes(number));
        try {
            file.readFully(offset, frame);
            frame.flip();
            int length = contentLength(offset, frame);
            return blocks.load(number, length, into -> unpack(offset, frame, into));
        } finally {
            cache.scratch().giveBack(frame);
        }
    }

    int contentLength(long offset, ByteBuffer frame) throws CorruptSSTableException {
        try {
            return StoredBlock.contentLength(
                    path, footer.id(), offset, frame, shouldVerify(), statistics.largestBlockBytes());
        } catch (CorruptSSTableException e) {
            throw damaged(e);
        }
    }

    void unpack(long offset, ByteBuffer frame, MemorySegment into) throws CorruptSSTableException {
        var spare = spareTurning.getAndSet(null);
        var turning = spare == null ? new TurnedBlock() : spare;
        try {
            StoredBlock.unpack(path, offset, frame, into, cache.scratch(), turning);
            spareTurning.set(turning);
        } catch (CorruptSSTableException e) {
            throw damaged(e);
        }
    }

    /// Spreads the checks evenly over the reads. Threads may lose each other's counts, which moves a check, not
    /// the share.
    private boolean shouldVerify() {
        double chance = crcCheckChance;
        if (chance >= 1) {
            return true;
        }
        crcDebt += chance;
        if (crcDebt >= 1) {
            crcDebt -= 1;
            return true;
        }
        return false;
    }

    BlockIndex index() {
        return index;
    }

    DiskFile file() {
        return file;
    }

    BlockCache cache() {
        return cache;
    }

    /// Takes a reference; false when the file is closed already.
    public boolean retain() {
        int seen = references.get();
        while (seen > 0) {
            int witness = references.compareAndExchange(seen, seen + 1);
            if (witness == seen) {
                return true;
            }
            seen = witness;
        }
        return false;
    }

    /// Gives a reference back; the last closes the file.
    ///
    /// @throws UncheckedIOException the file could not be closed, or deleted
    public void release() {
        int left = references.decrementAndGet();
        if (left < 0) {
            throw new IllegalStateException(path + " is released more often than it was retained");
        }
        if (left == 0) {
            blocks.close();
            cache.account(-memoryBytes());
            arena.close();
            try {
                file.close();
                if (deleteWhenReleased) {
                    disk.delete(path);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// The file is deleted with the last release. To be called only when the manifest does not name it any more,
    /// durably.
    public void deleteWhenReleased() {
        deleteWhenReleased = true;
    }

    @Override
    public String toString() {
        return path;
    }
}
