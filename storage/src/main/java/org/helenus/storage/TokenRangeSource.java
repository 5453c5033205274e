package org.helenus.storage;

import java.io.IOException;
import org.helenus.storage.encoding.RowKeyFormat;
import org.helenus.storage.merge.DeletionList;
import org.helenus.storage.merge.EntryCursor;
import org.helenus.storage.merge.EntrySink;
import org.helenus.storage.merge.EntrySource;

/// The rows of a file that lie in the token range in which it lives.
final class TokenRangeSource implements EntrySource {
    private final EntrySource file;
    private final LiveSSTable live;
    private final KeyRange range;
    private final DeletionList deletions;

    TokenRangeSource(LiveSSTable live) {
        this.live = live;
        file = live.sstable();
        range = new KeyRange(start(live.firstToken()), end(live.lastToken()));
        deletions = file.deletions().clip(range);
    }

    @Override
    public EntryCursor scan(KeyRange wanted, boolean reversed, ReadMode mode) throws IOException {
        return file.scan(range.intersection(wanted), reversed, mode);
    }

    @Override
    public boolean mayHoldPartition(byte[] key, int keyLength) {
        return file.mayHoldPartition(key, keyLength);
    }

    @Override
    public boolean get(byte[] key, int keyLength, ReadMode mode, EntrySink into) throws IOException {
        long token = RowKeyFormat.token(key);
        return token >= live.firstToken() && token <= live.lastToken() && file.get(key, keyLength, mode, into);
    }

    @Override
    public DeletionList deletions() {
        return deletions;
    }

    @Override
    public long minTimestamp() {
        return file.minTimestamp();
    }

    @Override
    public long maxTimestamp() {
        return file.maxTimestamp();
    }

    private static byte[] start(long token) {
        return token == Long.MIN_VALUE ? KeyRange.ALL.start() : sortable(token);
    }

    private static byte[] end(long token) {
        return token == Long.MAX_VALUE ? KeyRange.ALL.end() : sortable(token + 1);
    }

    private static byte[] sortable(long token) {
        var bytes = new byte[Long.BYTES];
        java.nio.ByteBuffer.wrap(bytes).putLong(token ^ Long.MIN_VALUE);
        return bytes;
    }
}
