package org.helenus.compaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.helenus.storage.KeyRange;
import org.helenus.storage.sstable.SSTable;

/// How old the oldest write outside of a merge is that a deletion inside of it may shadow. A deletion older than that
/// has nothing left to do out there and may go, once gc grace has passed.
///
/// For a row, a file counts when its keys reach over it and its filter knows the partition; for a range of keys, when
/// the two overlap. What is in no file always counts. One thread.
final class PurgeHorizon {
    private final List<SSTable> outside;
    private final long elsewhere;

    /// @param outside live files that are not merged; pinned while this is used
    /// @param elsewhere the oldest write in no file; taken before the files were
    PurgeHorizon(List<SSTable> outside, long elsewhere) {
        this.outside = List.copyOf(outside);
        this.elsewhere = elsewhere;
    }

    /// The same for keys of a range only, with fewer files to ask.
    PurgeHorizon within(KeyRange range) {
        var overlapping = new ArrayList<SSTable>();
        for (SSTable file : outside) {
            if (overlaps(file, range.start(), range.end())) {
                overlapping.add(file);
            }
        }
        return new PurgeHorizon(overlapping, elsewhere);
    }

    /// Microseconds; [Long#MAX_VALUE]: nothing outside has the row.
    long forRow(byte[] key, int keyLength) {
        long oldest = elsewhere;
        for (SSTable file : outside) {
            KeyRange range = file.statistics().range();
            boolean mayHold = file.minTimestamp() < oldest
                    && Arrays.compareUnsigned(range.start(), 0, range.start().length, key, 0, keyLength) <= 0
                    && Arrays.compareUnsigned(key, 0, keyLength, range.end(), 0, range.end().length) < 0
                    && file.mayHoldPartition(key, keyLength);
            if (mayHold) {
                oldest = file.minTimestamp();
            }
        }
        return oldest;
    }

    /// Microseconds; [Long#MAX_VALUE]: nothing outside has a key from `start` to `end`.
    long forRange(byte[] start, byte[] end) {
        long oldest = elsewhere;
        for (SSTable file : outside) {
            if (overlaps(file, start, end)) {
                oldest = Math.min(oldest, file.minTimestamp());
            }
        }
        return oldest;
    }

    private static boolean overlaps(SSTable file, byte[] start, byte[] end) {
        KeyRange range = file.statistics().range();
        return Arrays.compareUnsigned(range.start(), end) < 0 && Arrays.compareUnsigned(start, range.end()) < 0;
    }
}
