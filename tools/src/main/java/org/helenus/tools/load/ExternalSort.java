package org.helenus.tools.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.helenus.storage.KeyRange;
import org.helenus.storage.Mutation;
import org.helenus.storage.ReadMode;
import org.helenus.storage.disk.Disk;
import org.helenus.storage.encoding.MutationReader;
import org.helenus.storage.encoding.RowSplit;
import org.helenus.storage.merge.DropTimes;
import org.helenus.storage.merge.EntryCursor;
import org.helenus.storage.merge.EntrySource;
import org.helenus.storage.merge.MergingCursor;
import org.helenus.storage.sstable.SSTable;

/// Sorts rows in a bounded memory, by way of files where they are more.
///
///     rows ─▶ buffer ─full─▶ sorted run ─▶ 16 of one rank become one of the next ─▶ one merge of all that is left
///
/// Memory: the budget, and while runs are merged a few hundred KiB for each. What fits into the budget never touches a
/// run. One thread; the runs are files in a directory of the caller's, deleted with the sort.
final class ExternalSort implements AutoCloseable {
    /// Runs that are merged at once.
    static final int FAN_IN = 16;

    private final Disk disk;
    private final FileBuilder builder;
    private final long budgetBytes;
    private final SortBuffer buffer;
    private final List<List<SSTable>> ranks = new ArrayList<>();
    private final MutationReader reader = new MutationReader();
    private long rows;
    private long runBytes;

    /// @param builder writes the runs
    /// @param budgetBytes for rows in memory
    ExternalSort(Disk disk, FileBuilder builder, long budgetBytes) {
        this.disk = disk;
        this.builder = builder;
        this.budgetBytes = budgetBytes;
        buffer = new SortBuffer(budgetBytes);
    }

    /// Adds the rows of a mutation; it holds no deletions of ranges.
    void add(Mutation mutation) throws IOException {
        reader.reset(mutation.bytes(), mutation.offset(), mutation.length());
        while (reader.nextPartition()) {
            while (reader.nextEntry()) {
                buffer.add(
                        reader.array(),
                        reader.prefixOffset(),
                        reader.prefixLength(),
                        reader.suffixOffset(),
                        reader.suffixLength(),
                        reader.valueOffset(),
                        reader.valueLength());
                rows++;
            }
        }
        if (buffer.bytes() > budgetBytes || buffer.isFull()) {
            spill();
        }
    }

    private void spill() throws IOException {
        try (var sorted = buffer.scan(KeyRange.ALL, false, ReadMode.MAY_BLOCK)) {
            keep(0, builder.run(sorted));
        }
        buffer.clear();
    }

    private void keep(int rank, SSTable run) throws IOException {
        if (rank == ranks.size()) {
            ranks.add(new ArrayList<>());
        }
        List<SSTable> same = ranks.get(rank);
        same.add(run);
        runBytes += run.sizeBytes();
        if (same.size() == FAN_IN) {
            SSTable one;
            try (var merged = merge(same)) {
                one = builder.run(merged);
            }
            same.forEach(this::delete);
            same.clear();
            keep(rank + 1, one);
        }
    }

    private void delete(SSTable run) {
        run.deleteWhenReleased();
        run.release();
    }

    private static MergingCursor merge(List<? extends EntrySource> sources) throws IOException {
        var sequential = new ArrayList<EntrySource>();
        for (EntrySource source : sources) {
            sequential.add(source instanceof SSTable run ? run.sequential() : source);
        }
        return MergingCursor.rewriting(sequential, KeyRange.ALL, DropTimes.NONE, RowSplit.DEFAULT);
    }

    /// All rows in order, each key once. The caller closes it before the sort.
    EntryCursor sorted() throws IOException {
        var sources = new ArrayList<EntrySource>();
        ranks.forEach(sources::addAll);
        if (buffer.rows() > 0 || sources.isEmpty()) {
            sources.add(buffer);
        }
        return merge(sources);
    }

    /// Rows that were added, each version of one counted.
    long rows() {
        return rows;
    }

    /// About what the rows take in files.
    long fileBytes() {
        long bytes = buffer.bytes() / 2; // what compression makes of it, about
        for (List<SSTable> rank : ranks) {
            for (SSTable run : rank) {
                bytes += run.sizeBytes();
            }
        }
        return bytes;
    }

    /// What was written to runs.
    long runBytes() {
        return runBytes;
    }

    /// Runs there are now.
    int runs() {
        return ranks.stream().mapToInt(List::size).sum();
    }

    Disk disk() {
        return disk;
    }

    @Override
    public void close() {
        ranks.forEach(rank -> rank.forEach(this::delete));
        ranks.clear();
        buffer.clear();
    }
}
