package org.helenus.tools.sstable;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.helenus.schema.PartitionKeys;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.ClusteringBound;
import org.helenus.storage.KeyCodec;
import org.helenus.storage.KeyRange;
import org.helenus.storage.ReadMode;
import org.helenus.storage.encoding.ByteReader;
import org.helenus.storage.encoding.RowKeyFormat;
import org.helenus.storage.encoding.RowReader;
import org.helenus.storage.merge.DeletionList;
import org.helenus.storage.sstable.SSTable;

/// Goes over all that an SSTable holds, rows and deletions together in key order, and tells it. Holds one row in
/// memory.
final class PartitionWalk {
    private final TableMetadata table;
    private final SSTable sstable;
    private final KeyCodec keys;
    private final Predicate<List<byte[]>> wanted;
    private final DumpSink sink;
    private final DeletionList deletions;
    private final RowReader reader = new RowReader();

    private byte[] partition = new byte[0];
    private boolean inPartition;
    private boolean isWanted;
    private byte[] row = new byte[0];
    private boolean inRow;
    private long position;
    /// The next fragment, and whether its start has been told.
    private int fragment;
    private boolean fragmentIsOpen;
    private Optional<DumpSink.Deletion> whole = Optional.empty();

    /// @param wanted by the components of the partition's key
    PartitionWalk(SSTable sstable, Predicate<List<byte[]>> wanted, DumpSink sink) {
        this.sstable = sstable;
        table = sstable.statistics().table();
        keys = KeyCodec.of(table);
        deletions = sstable.deletions();
        this.wanted = wanted;
        this.sink = sink;
    }

    void run() throws IOException {
        try (var cursor = sstable.sequential().scan(KeyRange.ALL, false, ReadMode.MAY_BLOCK)) {
            while (cursor.next()) {
                byte[] key = Arrays.copyOf(cursor.key(), cursor.keyLength());
                var value = new byte[cursor.valueLength()];
                MemorySegment.copy(
                        cursor.valueSegment(), ValueLayout.JAVA_BYTE, cursor.valueOffset(), value, 0, value.length);
                entry(key, value);
                position += key.length + value.length;
            }
        }
        deletionsBefore(KeyRange.ALL.end());
        leavePartition();
        sink.end();
    }

    private void entry(byte[] key, byte[] value) {
        boolean continues = inRow
                && key.length > row.length
                && Arrays.equals(key, 0, row.length, row, 0, row.length)
                && key[row.length] == RowKeyFormat.CONTINUATION;
        reader.reset(value, 0, value.length);
        if (!continues) {
            deletionsBefore(key);
            int prefix = RowKeyFormat.prefixLength(key, key.length);
            enterPartition(key, prefix);
            row = key;
            inRow = true;
            if (isWanted) {
                boolean isStatic = key[prefix] == RowKeyFormat.SECTION_STATIC;
                sink.row(isStatic, clustering(key, prefix, isStatic), position, reader);
            }
        }
        if (isWanted) {
            sink.cells(reader);
        }
    }

    private byte[][] clustering(byte[] key, int prefix, boolean isStatic) {
        var values = new byte[isStatic ? 0 : table.clustering().size()][];
        if (!isStatic && reader.hasClustering()) {
            var in = new ByteReader(reader.array(), reader.clusteringOffset(), reader.clusteringLength());
            for (int i = 0; i < values.length; i++) {
                int counted = in.smallVInt(Integer.MAX_VALUE);
                values[i] = counted == 0 ? null : in.bytes(counted - 1);
            }
        } else if (!isStatic) {
            keys.clustering(key, key.length, prefix, values);
        }
        return values;
    }

    private void enterPartition(byte[] key, int prefix) {
        if (inPartition && Arrays.equals(key, 0, prefix, partition, 0, partition.length)) {
            leaveRow();
            return;
        }
        leavePartition();
        partition = Arrays.copyOf(key, prefix);
        inPartition = true;
        var components = PartitionKeys.split(
                RowKeyFormat.partitionKey(key, prefix), table.partitionKey().size());
        isWanted = wanted.test(components);
        whole = deletionOfAll();
        if (isWanted) {
            sink.partition(components, position, whole);
        }
    }

    private void leaveRow() {
        if (inRow && isWanted) {
            sink.endRow();
        }
        inRow = false;
    }

    private void leavePartition() {
        leaveRow();
        if (inPartition && isWanted) {
            sink.endPartition();
        }
        inPartition = false;
    }

    /// The deletion of the whole partition: the least of the fragments, where they cover all of it without a gap.
    private Optional<DumpSink.Deletion> deletionOfAll() {
        byte[] end = keys.partitionEnd(partition);
        byte[] at = partition;
        var least = Optional.<DumpSink.Deletion>empty();
        for (int i = fragment; i < deletions.size() && Arrays.compareUnsigned(deletions.start(i), at) <= 0; i++) {
            if (least.isEmpty() || deletions.timestamp(i) < least.get().timestamp()) {
                least = Optional.of(deletion(i));
            }
            at = deletions.end(i);
            if (Arrays.compareUnsigned(at, end) >= 0) {
                return least;
            }
        }
        return Optional.empty();
    }

    private DumpSink.Deletion deletion(int index) {
        return new DumpSink.Deletion(deletions.timestamp(index), deletions.deletionSeconds(index));
    }

    /// Tells the starts and ends of deletions that lie at or before a key.
    private void deletionsBefore(byte[] key) {
        while (fragment < deletions.size()) {
            byte[] bound = fragmentIsOpen ? deletions.end(fragment) : deletions.start(fragment);
            if (Arrays.compareUnsigned(bound, key) > 0) {
                return;
            }
            byte[] start = deletions.start(fragment);
            int prefix = RowKeyFormat.prefixLength(start, start.length);
            if (!fragmentIsOpen) {
                enterPartition(start, prefix);
            }
            leaveRow();
            var deletion = deletion(fragment);
            if (isWanted && !whole.equals(Optional.of(deletion))) {
                var place = ClusteringBound.of(table, bound, prefix);
                if (fragmentIsOpen) {
                    sink.deletionEnd(place, deletion);
                } else {
                    sink.deletionStart(place, deletion);
                }
            }
            fragment += fragmentIsOpen ? 1 : 0;
            fragmentIsOpen = !fragmentIsOpen;
        }
    }
}
