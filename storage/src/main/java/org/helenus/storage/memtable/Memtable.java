package org.helenus.storage.memtable;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.storage.KeyRange;
import org.helenus.storage.ReadMode;
import org.helenus.storage.encoding.MutationReader;
import org.helenus.storage.encoding.RowReader;
import org.helenus.storage.merge.DeletionList;
import org.helenus.storage.merge.DropTimes;
import org.helenus.storage.merge.EntryCursor;
import org.helenus.storage.merge.EntrySink;
import org.helenus.storage.merge.RowMerger;

/// The rows of one table written since its last flush, in key order. Writers and readers: any thread; readers are never
/// blocked. What is applied together is seen together, or not yet.
public final class Memtable implements AutoCloseable {
    private record Version(long sequence, byte[] value, Version older) {}

    private record Deletions(long sequence, DeletionList list, Deletions older) {}

    private final ConcurrentNavigableMap<byte[], Version> rows = new ConcurrentSkipListMap<>(Arrays::compareUnsigned);
    private final RowMerger merger = new RowMerger();
    private final ByteWriter merged = new ByteWriter();
    private volatile Deletions deletions = new Deletions(0, DeletionList.EMPTY, null);
    private volatile long published;
    private volatile long bytes;
    private volatile long minTimestamp = Long.MAX_VALUE;
    private volatile long maxTimestamp = Long.MIN_VALUE;
    private volatile long minPosition = Long.MAX_VALUE;
    private volatile long maxPosition = Long.MIN_VALUE;

    /// Applies the partition that a mutation's reader stands on: all of its entries become visible at once.
    ///
    /// @param position of the mutation in the commit log
    public synchronized void apply(MutationReader partition, long position) {
        long sequence = published + 1;
        long added = 0;
        var row = new RowReader();
        while (partition.nextEntry()) {
            if (partition.isRow()) {
                byte[] key = Arrays.copyOfRange(
                        partition.array(), partition.prefixOffset(),
                        partition.prefixOffset() + partition.prefixLength() + partition.suffixLength());
                System.arraycopy(
                        partition.array(), partition.suffixOffset(), key, partition.prefixLength(),
                        partition.suffixLength());
                byte[] value = Arrays.copyOfRange(
                        partition.array(), partition.valueOffset(), partition.valueOffset() + partition.valueLength());
                row.reset(value, 0, value.length);
                if (row.hasMarker()) {
                    timestamp(row.markerTimestamp());
                }
                if (row.hasDeletion()) {
                    timestamp(row.deletionTimestamp());
                }
                while (row.nextCell()) {
                    timestamp(row.timestamp());
                }
                Version old = rows.get(key);
                if (old != null) {
                    merger.reset();
                    merger.add(value, 0, value.length);
                    merger.add(old.value, 0, old.value.length);
                    merged.reset();
                    merger.merge(DeletionList.NONE, DropTimes.NONE, merged);
                    value = merged.toArray();
                }
                rows.put(key, new Version(sequence, value, old));
                added += key.length + value.length + 128L;
            } else {
                timestamp(partition.deletionTimestamp());
                deletions = new Deletions(
                        sequence,
                        deletions.list.add(
                                partition.deletionStart(), partition.deletionEnd(),
                                partition.deletionTimestamp(), partition.deletionSeconds()),
                        deletions);
                added += 256;
            }
        }
        bytes = bytes + added;
        minPosition = Math.min(minPosition, position);
        maxPosition = Math.max(maxPosition, position);
        published = sequence;
    }

    private synchronized void timestamp(long timestamp) {
        minTimestamp = Math.min(minTimestamp, timestamp);
        maxTimestamp = Math.max(maxTimestamp, timestamp);
    }

    public MemtableSnapshot snapshot() {
        return new Snapshot(published, maxPosition);
    }

    public boolean isEmpty() {
        return published == 0;
    }

    /// Memory taken, in bytes.
    public long bytes() {
        return bytes;
    }

    /// Microseconds; [Long#MAX_VALUE] when empty.
    public long minTimestamp() {
        return minTimestamp;
    }

    /// Microseconds; [Long#MIN_VALUE] when empty.
    public long maxTimestamp() {
        return maxTimestamp;
    }

    /// The least log position applied; [Long#MAX_VALUE] when empty.
    public long minPosition() {
        return minPosition;
    }

    /// The greatest log position applied; [Long#MIN_VALUE] when empty.
    public long maxPosition() {
        return maxPosition;
    }

    /// Frees the memory. No reader and no writer may be left.
    @Override
    public void close() {
        rows.clear();
    }

    private final class Snapshot implements MemtableSnapshot {
        private final long sequence;
        private final long position;

        Snapshot(long sequence, long position) {
            this.sequence = sequence;
            this.position = position;
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public EntryCursor scan(KeyRange range, boolean reversed, ReadMode mode) {
            if (range.isEmpty()) {
                return new Cursor(java.util.Collections.emptyIterator());
            }
            var part = rows.subMap(range.start(), true, range.end(), false);
            return new Cursor((reversed ? part.descendingMap() : part).entrySet().iterator());
        }

        @Override
        public boolean get(byte[] key, int keyLength, ReadMode mode, EntrySink into) throws IOException {
            byte[] value = visible(rows.get(Arrays.copyOf(key, keyLength)));
            if (value.length == 0) {
                return false;
            }
            into.accept(MemorySegment.ofArray(value), 0, value.length);
            return true;
        }

        private byte[] visible(Version newest) {
            Version version = newest;
            while (version != null && version.sequence > sequence) {
                version = version.older;
            }
            return version == null ? new byte[0] : version.value;
        }

        @Override
        public DeletionList deletions() {
            Deletions state = deletions;
            while (state.sequence > sequence) {
                state = state.older;
            }
            return state.list;
        }

        @Override
        public long minTimestamp() {
            return minTimestamp;
        }

        @Override
        public long maxTimestamp() {
            return maxTimestamp;
        }

        private final class Cursor implements EntryCursor {
            private final Iterator<Map.Entry<byte[], Version>> entries;
            private byte[] key = new byte[0];
            private MemorySegment value = MemorySegment.NULL;

            Cursor(Iterator<Map.Entry<byte[], Version>> entries) {
                this.entries = entries;
            }

            @Override
            public boolean next() {
                while (entries.hasNext()) {
                    var entry = entries.next();
                    byte[] bytes = visible(entry.getValue());
                    if (bytes.length > 0) {
                        key = entry.getKey();
                        value = MemorySegment.ofArray(bytes);
                        return true;
                    }
                }
                return false;
            }

            @Override
            public byte[] key() {
                return key;
            }

            @Override
            public int keyLength() {
                return key.length;
            }

            @Override
            public MemorySegment valueSegment() {
                return value;
            }

            @Override
            public long valueOffset() {
                return 0;
            }

            @Override
            public int valueLength() {
                return (int) value.byteSize();
            }

            @Override
            public void close() {}
        }
    }
}
