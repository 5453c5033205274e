package org.helenus.compaction;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.helenus.storage.KeyRange;
import org.helenus.storage.LiveSSTable;
import org.helenus.storage.TableStore;
import org.helenus.storage.encoding.RowReader;
import org.helenus.storage.merge.DeletionList;
import org.helenus.storage.sstable.FilterShare;
import org.helenus.storage.sstable.SSTable;
import org.helenus.storage.sstable.SSTableOptions;
import org.helenus.storage.sstable.SSTableWriter;

/// The outputs of one merge: files one after another, each cut between two rows when it is large enough, the deletions
/// clipped to the keys from its first row to the next file's. Closed before [#finish] returned, it leaves no file. One
/// thread.
final class SSTableRun implements AutoCloseable {
    private final TableStore table;
    private final SSTableOptions options;
    private final OutputCuts.Cutter cutter;
    private final List<SSTable> complete = new ArrayList<>();
    private Optional<SSTableWriter> current = Optional.empty();
    private DeletionList deletions = DeletionList.EMPTY;
    private final byte[] end;
    private byte[] start;
    private long completeBytes;
    private boolean finished;
    private Runnable pace = () -> {};

    /// @param range of the keys that come
    SSTableRun(MergePart.Sources sources, KeyRange range) {
        table = sources.table();
        start = range.start();
        end = range.end();
        CompactionTask task = sources.task();
        List<LiveSSTable> inputs = sources.read();
        cutter = task.cuts().cutter();
        long partitions = 0;
        long rows = 0;
        long bytes = 0;
        for (LiveSSTable input : inputs) {
            partitions += input.sstable().statistics().partitions();
            rows += input.sstable().statistics().rows();
            bytes += input.sstable().sizeBytes();
        }
        double share = RingSpan.share(inputs.stream()
                .map(input -> input.sstable().statistics().range())
                .toList());
        double files = task.cuts().files(bytes, share);
        options = SSTableOptions.of(
                        sources.metadata(),
                        (long) Math.ceil(partitions / files),
                        (long) Math.ceil(rows / files),
                        task.level(),
                        Math.floorDiv(sources.nowMicros(), 1000))
                .sharing(sources.metadata(), filterShare(sources, files));
    }

    /// With what of the other files lies over one output, as if outputs were equal parts of what is merged.
    private static FilterShare filterShare(MergePart.Sources sources, double files) {
        var share = new FilterShare(sources.metadata().options().bloomFilterFpChance());
        var merged = RingSpan.around(sources.read().stream()
                .map(file -> file.sstable().statistics().range())
                .toList());
        for (LiveSSTable file : sources.outside()) {
            double part = RingSpan.of(file.sstable().statistics().range()).partIn(merged);
            share.beside(file.sstable(), part / files);
        }
        return share;
    }

    /// @param keep called now and then while a file is completed; where [#bytesWritten] may be kept to a rate
    void paced(Runnable keep) {
        pace = keep;
    }

    /// All deletions of the run. Before the first row.
    void deletions(DeletionList all) {
        deletions = all;
    }

    void append(byte[] key, int keyLength, MemorySegment segment, long offset, int rowLength) throws IOException {
        boolean continues = RowReader.isContinuation(segment.get(ValueLayout.JAVA_BYTE, offset));
        long fileBytes = current.isPresent() ? current.get().bytesWritten() : 0;
        if (!continues && cutter.cutsBefore(key, fileBytes) && current.isPresent()) {
            byte[] cut = cutter.start(key, keyLength);
            complete(current.get(), cut);
            start = cut;
        }
        if (current.isEmpty()) {
            current = Optional.of(table.newSSTable(options));
        }
        current.get().append(key, keyLength, segment, offset, rowLength);
    }

    /// Bytes of all files so far.
    long bytesWritten() {
        return completeBytes + current.map(SSTableWriter::bytesWritten).orElse(0L);
    }

    private void complete(SSTableWriter writer, byte[] end) throws IOException {
        writer.deletions(deletions.clip(new KeyRange(start, end)));
        writer.paced(pace);
        var file = table.finish(writer);
        current = Optional.empty();
        complete.add(file);
        completeBytes += file.sizeBytes();
    }

    /// Completes the last file. The caller holds the files' references from now on.
    List<SSTable> finish() throws IOException {
        if (current.isEmpty() && !deletions.clip(new KeyRange(start, end)).isEmpty()) {
            current = Optional.of(table.newSSTable(options));
        }
        if (current.isPresent()) {
            complete(current.get(), end);
        }
        finished = true;
        return complete;
    }

    @Override
    public void close() throws IOException {
        if (finished) {
            return;
        }
        for (SSTable file : complete) {
            file.deleteWhenReleased();
            file.release();
        }
        if (current.isPresent()) {
            current.get().close();
        }
    }
}
