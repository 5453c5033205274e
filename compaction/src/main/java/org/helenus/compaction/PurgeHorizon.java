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
        return new PurgeHorizon(holdersOfRange(range.start(), range.end()), elsewhere);
    }

    /// Microseconds; [Long#MAX_VALUE]: nothing outside has the row.
    long forRow(byte[] key, int keyLength) {
        long oldest = elsewhere;
        for (SSTable file : outside) {
            if (file.minTimestamp() < oldest && mayHold(file, key, keyLength)) {
                oldest = file.minTimestamp();
            }
        }
        return oldest;
    }

    /// The files that [#forRow] looks at.
    List<SSTable> holdersOfRow(byte[] key, int keyLength) {
        var holders = new ArrayList<SSTable>();
        for (SSTable file : outside) {
            if (mayHold(file, key, keyLength)) {
                holders.add(file);
            }
        }
        return holders;
    }

    private static boolean mayHold(SSTable file, byte[] key, int keyLength) {
        KeyRange range = file.statistics().range();
        return Arrays.compareUnsigned(range.start(), 0, range.start().length, key, 0, keyLength) <= 0
                && Arrays.compareUnsigned(key, 0, keyLength, range.end(), 0, range.end().length) < 0
                && file.mayHoldPartition(key, keyLength);
    }

    /// Microseconds; [Long#MAX_VALUE]: nothing outside has a key from `start` to `end`.
    long forRange(byte[] start, byte[] end) {
        long oldest = elsewhere;
        for (SSTable file : holdersOfRange(start, end)) {
            oldest = Math.min(oldest, file.minTimestamp());
        }
        return oldest;
    }

    /// The files that [#forRange] looks at.
    List<SSTable> holdersOfRange(byte[] start, byte[] end) {
        var holders = new ArrayList<SSTable>();
        for (SSTable file : outside) {
            if (overlaps(file, start, end)) {
                holders.add(file);
            }
        }
        return holders;
    }

    private static boolean overlaps(SSTable file, byte[] start, byte[] end) {
        KeyRange range = file.statistics().range();
        return Arrays.compareUnsigned(range.start(), end) < 0 && Arrays.compareUnsigned(start, range.end()) < 0;
    }
}
