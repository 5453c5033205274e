package org.helenus.storage.sstable;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.storage.cache.BlockCache;
import org.helenus.storage.disk.Disk;
import org.helenus.storage.disk.OpenMode;
import org.helenus.storage.encoding.RowKeyFormat;
import org.helenus.storage.encoding.RowReader;
import org.helenus.storage.merge.DeletionList;
import org.helenus.storage.merge.EntryCursor;

/// Writes one SSTable from entries that come in key order. Whoever wants several files of one run cuts between two row
/// keys and gives each file its part of the deletions, see [DeletionList#clip].
///
/// ```
/// try (var writer = SSTableWriter.create(disk, directory, id, table, options)) {
///     writer.deletions(fragments);
///     while (cursor.next()) {
///         writer.append(cursor);
///     }
///     return writer.finish(cache);
/// }
/// ```
/// [#finish] returns when file and name are durable. A writer that is closed before has written nothing: its file is
/// deleted. Memory: two blocks, the filter
/// and the hashes that it is made of, and 20 bytes a block. One thread.
public final class SSTableWriter implements AutoCloseable {
    private static final int PACED_BYTES = 64 << 10;

    private final Disk disk;
    private final String directory;
    private final String path;
    private final SSTableId id;
    private final TableMetadata table;
    private final SSTableOptions options;
    private final FileOutput out;
    private final Arena arena = Arena.ofShared();
    private final Optional<KeyFilter.Builder> filter;
    private final BlockCompressor compressor;
    private final BlockIndex.Builder index = new BlockIndex.Builder();
    private final BlockBuilder block = new BlockBuilder();
    private final Transposition transposition = new Transposition();
    private final StatisticsCollector statistics = new StatisticsCollector();
    private final RowInspector inspector;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer header = ByteBuffer.allocate(SSTableFormat.TURNED_HEADER_BYTES);
    private byte[] compressed = new byte[0];
    private byte[] lastKey = new byte[256];
    private int lastKeyLength;
    private int lastPartitionLength;
    private int lastRowLength;
    /// Of all entries, with of each key what the one before it does not have.
    private long entryBytes;
    private DeletionList deletions = DeletionList.EMPTY;
    /// Whether a partition can have more than one row.
    private final boolean isWide;
    private boolean finished;
    private boolean closed;
    private Runnable pace = () -> {};
    private Runnable unaccount = () -> {};

    private SSTableWriter(
            Disk disk, String directory, SSTableId id, TableMetadata table, SSTableOptions options, FileOutput out)
            throws IOException {
        this.disk = disk;
        this.directory = directory;
        this.path = path(directory, id);
        this.id = id;
        this.table = table;
        this.options = options;
        this.out = out;
        isWide = SSTableOptions.holdsRows(table);
        filter = options.bloomFilterFpChance() >= 1
                ? Optional.empty()
                : Optional.of(
                        new KeyFilter.Builder(arena, options.filterKeys(table), options.bloomFilterFpChance(), isWide));
        compressor = BlockCompressor.of(options);
        inspector = new RowInspector(statistics);
    }

    /// Starts the file `directory/<id>.sst`, which must not be there.
    public static SSTableWriter create(
            Disk disk, String directory, SSTableId id, TableMetadata table, SSTableOptions options) throws IOException {
        var out = new FileOutput(disk.open(path(directory, id), OpenMode.CREATE_NEW));
        try {
            var writer = new SSTableWriter(disk, directory, id, table, options, out);
            out.write(Footer.encodeHeader(id));
            return writer;
        } catch (IOException | RuntimeException e) {
            out.close();
            throw e;
        }
    }

    /// Where an SSTable of this id lies.
    public static String path(String directory, SSTableId id) {
        return directory.isEmpty() ? id.fileName() : directory + "/" + id.fileName();
    }

    /// Appends the entry that the cursor stands on.
    public void append(EntryCursor cursor) throws IOException {
        append(cursor.key(), cursor.keyLength(), cursor.valueSegment(), cursor.valueOffset(), cursor.valueLength());
    }

    /// Appends an entry; its key is above all before it. A further entry of a row comes after the row; the filter
    /// knows the row by its own key only.
    public void append(byte[] key, int keyLength, MemorySegment segment, long offset, int length) throws IOException {
        if (keyLength < SSTableFormat.MIN_KEY_BYTES || keyLength > SSTableFormat.MAX_KEY_BYTES) {
            throw new IllegalArgumentException("a row key of " + keyLength + " bytes");
        }
        boolean isContinuation = RowReader.isContinuation(segment.get(ValueLayout.JAVA_BYTE, offset));
        int shared = sharedWithLast(key, keyLength);
        boolean newPartition = lastKeyLength == 0 || shared < lastPartitionLength;
        if (newPartition && lastKeyLength > 0) {
            statistics.partitionEnds(lastKey, lastPartitionLength, entryBytes);
        }
        int more = keyLength + length;
        entryBytes += more - shared;
        if (!block.isEmpty()
                && (block.estimate() >= options.blockBytes()
                        || block.estimate() + (long) more > 2L * options.blockBytes())) {
            finishBlock();
        }
        if (block.isEmpty()) {
            int separator = lastKeyLength == 0 ? Long.BYTES : Math.max(Long.BYTES, shared + 1);
            index.add(out.position(), key, separator);
        }
        block.append(key, keyLength, shared, segment, offset, length);
        remember(key, keyLength);
        if (newPartition) {
            lastPartitionLength =
                    isWide ? RowKeyFormat.prefixLength(key, keyLength) : keyLength - RowKeyFormat.ONLY_ROW_BYTES;
            statistics.partition();
        }
        if (isContinuation) {
            if (shared < lastRowLength || newPartition) {
                throw new IllegalStateException("a further entry of another row than the last in " + path);
            }
        } else {
            lastRowLength = keyLength;
            addToFilter(newPartition);
            statistics.row(lastKey, keyLength, RowInspector.clusteringOffset(lastKey, keyLength, lastPartitionLength));
        }
        inspector.inspect(block.values(), block.valueStart(block.count() - 1), length);
    }

    private int sharedWithLast(byte[] key, int keyLength) {
        int shared = Arrays.mismatch(lastKey, 0, lastKeyLength, key, 0, keyLength);
        if (lastKeyLength > 0) {
            boolean above = shared >= 0
                    && shared < keyLength
                    && (shared == lastKeyLength || (lastKey[shared] & 0xFF) < (key[shared] & 0xFF));
            if (!above) {
                throw new IllegalStateException("entries for " + path + " are not in order");
            }
        }
        return Math.max(shared, 0);
    }

    private void remember(byte[] key, int keyLength) {
        if (keyLength > lastKey.length) {
            lastKey = new byte[Math.max(keyLength, 2 * lastKey.length)];
        }
        System.arraycopy(key, 0, lastKey, 0, keyLength);
        lastKeyLength = keyLength;
    }

    private void addToFilter(boolean newPartition) {
        if (filter.isPresent()) {
            var builder = filter.get();
            if (newPartition) {
                builder.addPartition(KeyOrder.head(lastKey, lastKeyLength));
            }
            if (builder.holdsRows()) {
                builder.addRow(lastKey, lastKeyLength);
            }
        }
    }

    /// The deletions of this file, already clipped to it. Replaces what was given before.
    public void deletions(DeletionList fragments) {
        deletions = fragments;
    }

    /// Takes the filter's memory off a cache's bytes until the file is opened, or given up.
    public void accountedBy(BlockCache cache) {
        long bytes = filter.map(KeyFilter.Builder::bytes).orElse(0L);
        cache.account(bytes);
        unaccount = () -> cache.account(-bytes);
    }

    /// Bytes of the file so far, without the block that is being filled.
    public long bytesWritten() {
        return out.position();
    }

    /// @param keep called now and then by [#finish], which may write several MiB: whoever keeps to a rate waits
    /// there
    public void paced(Runnable keep) {
        pace = keep;
    }

    public long rows() {
        return statistics.rows();
    }

    /// Whether the file would hold nothing.
    public boolean isEmpty() {
        return statistics.rows() == 0 && deletions.isEmpty();
    }

    public SSTableId id() {
        return id;
    }

    private void finishBlock() throws IOException {
        int length = block.length();
        boolean turned = compressor.codec() != BlockCodec.NONE && transposition.turn(block, length);
        byte[] content = turned ? transposition.content() : block.layOut();
        int contentLength = turned ? transposition.length() : length;
        int bound = compressor.bound(contentLength);
        if (compressed.length < bound) {
            compressed = new byte[bound];
        }
        int made = compressor.compress(content, contentLength, compressed);
        boolean isPacked = made < contentLength && made * options.minCompressRatio() <= length;
        // columns that a codec cannot make smaller may be smaller than the block all the same
        boolean isTurned = turned && (isPacked || contentLength * options.minCompressRatio() <= length);
        byte[] stored = isPacked ? compressed : isTurned ? content : block.layOut();
        int storedLength = isPacked ? made : isTurned ? contentLength : length;
        header.clear();
        int code = (isPacked ? compressor.codec() : BlockCodec.NONE).code();
        if (isTurned) {
            header.put((byte) (code | SSTableFormat.TURNED)).putInt(length).putInt(contentLength);
        } else {
            header.put((byte) code).putInt(length);
        }
        header.flip();
        SSTableFormat.begin(crc, id, out.position());
        crc.update(header.array(), 0, header.limit());
        crc.update(stored, 0, storedLength);
        out.write(header);
        out.write(stored, 0, storedLength);
        out.writeInt((int) crc.getValue());
        statistics.block(length);
        block.clear();
    }

    /// Completes the file, makes it durable and opens it with one reference, the caller's.
    public SSTable finish(BlockCache cache) throws IOException {
        if (!block.isEmpty()) {
            finishBlock();
            statistics.partitionEnds(lastKey, lastPartitionLength, entryBytes);
        }
        long indexOffset = out.position();
        long indexLength;
        try (var memory = Arena.ofConfined()) {
            indexLength = section(index.build(memory, indexOffset));
        }
        long filterOffset = out.position();
        long filterLength = filter.isPresent() ? section(filter.get().build()) : 0;
        long deletionsOffset = out.position();
        var fragments = new ByteWriter();
        deletions.encode(fragments);
        long deletionsLength = section(MemorySegment.ofArray(fragments.toArray()));
        long statisticsOffset = out.position();
        var summary = statistics.build(
                table,
                Arrays.copyOf(lastKey, lastKeyLength),
                deletions,
                options.level(),
                indexOffset - SSTableFormat.HEADER_BYTES,
                options.createdMillis());
        long statisticsLength = section(MemorySegment.ofArray(StatisticsCodec.encode(summary)));
        var footer = new Footer(
                id,
                indexOffset,
                indexLength,
                filterOffset,
                filterLength,
                deletionsOffset,
                deletionsLength,
                statisticsOffset,
                statisticsLength);
        out.write(footer.encode());
        out.sync();
        disk.syncDirectory(directory);
        // Before the same is read into memory again.
        release();
        var opened = SSTable.open(disk, path, cache);
        finished = true;
        close();
        return opened;
    }

    /// Writes a section and its checksum; its length with that.
    private long section(MemorySegment content) throws IOException {
        SSTableFormat.begin(crc, id, out.position());
        for (long at = 0; at < content.byteSize(); ) {
            long count = Math.min(PACED_BYTES, content.byteSize() - at);
            crc.update(content.asSlice(at, count).asByteBuffer());
            out.write(content.asSlice(at, count));
            pace.run();
            at += count;
        }
        out.writeInt((int) crc.getValue());
        return content.byteSize() + SSTableFormat.CRC_BYTES;
    }

    /// Gives back all memory outside the heap.
    private void release() {
        if (arena.scope().isAlive()) {
            arena.close();
            index.close();
            compressor.close();
            unaccount.run();
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        release();
        out.close();
        if (!finished) {
            disk.delete(path);
        }
    }
}
