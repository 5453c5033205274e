package org.helenus.compaction;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.storage.KeyCodec;
import org.helenus.storage.KeyRange;
import org.helenus.storage.LiveSSTable;
import org.helenus.storage.ReadMode;
import org.helenus.storage.TableStore;
import org.helenus.storage.encoding.RowReader;
import org.helenus.storage.merge.Continuations;
import org.helenus.storage.merge.EntryCursor;
import org.helenus.storage.merge.RowPurger;
import org.helenus.storage.sstable.SSTable;
import org.helenus.storage.sstable.SSTableId;

/// Goes through a file as a merge of it alone would, and keeps at each deletion who held it back: the same purger asks
/// about the same deletions, and the same horizon says who counts. Reads the whole file. One thread.
public final class PurgeExplainer {
    private final TableMetadata table;
    private final long nowSeconds;
    private final long gcBefore;
    private final long elsewhere;
    private final PurgeHorizon horizon;
    private final Held memory;
    private final Map<SSTable, Held> held = new LinkedHashMap<>();
    private long deletions;
    private long free;
    private long withinGrace;
    private long lastGraceSeconds;

    private PurgeExplainer(TableMetadata table, List<SSTable> outside, long elsewhere, long nowSeconds) {
        this.table = table;
        this.nowSeconds = nowSeconds;
        this.elsewhere = elsewhere;
        gcBefore = LiveSets.gcBefore(table, nowSeconds);
        horizon = new PurgeHorizon(outside, elsewhere);
        memory = new Held();
    }

    /// @throws InvalidRequest the table has no such live file
    public static PurgeExplanation explain(TableStore store, SSTableId id, long nowMicros) throws IOException {
        // As a merge does: what is in memory first, so that a flush meanwhile counts twice and not never.
        long elsewhere = Compactor.oldestInMemory(store);
        try (var live = store.sstables()) {
            var outside = new ArrayList<SSTable>();
            Optional<LiveSSTable> file = Optional.empty();
            for (LiveSSTable other : live.all()) {
                if (other.sstable().id().equals(id)) {
                    file = Optional.of(other);
                } else {
                    outside.add(other.sstable());
                }
            }
            if (file.isEmpty()) {
                throw new InvalidRequest(id.fileName() + " is not an active sstable");
            }
            long now = Math.min(elsewhere, live.minMemtableTimestamp());
            var explainer = new PurgeExplainer(store.metadata(), outside, now, Math.floorDiv(nowMicros, 1_000_000));
            return explainer.explain(file.get());
        }
    }

    private PurgeExplanation explain(LiveSSTable file) throws IOException {
        var source = LiveSets.sequential(file, KeyCodec.of(table));
        var _ = source.deletions()
                .filter((start, end, timestamp, seconds) ->
                        !mayGo(timestamp, seconds, start, horizon.holdersOfRange(start, end)));
        var purger = new RowPurger();
        var rest = new ByteWriter(1024);
        try (var cursor = source.scan(KeyRange.ALL, false, ReadMode.MAY_BLOCK)) {
            while (cursor.next()) {
                int length = cursor.valueLength();
                MemorySegment segment = cursor.valueSegment();
                if (length == 0 || RowReader.mayEnd(segment.get(ValueLayout.JAVA_BYTE, cursor.valueOffset()))) {
                    var key = rowKey(cursor);
                    byte[] row = segment.asSlice(cursor.valueOffset(), length).toArray(ValueLayout.JAVA_BYTE);
                    List<SSTable> holders = horizon.holdersOfRow(key, key.length);
                    rest.reset();
                    purger.purge(
                            row,
                            0,
                            length,
                            nowSeconds,
                            (timestamp, seconds) -> mayGo(timestamp, seconds, key, holders),
                            rest);
                }
            }
        }
        return explanation(file);
    }

    private static byte[] rowKey(EntryCursor cursor) {
        boolean isFurther = cursor.valueLength() > 0
                && RowReader.isContinuation(cursor.valueSegment().get(ValueLayout.JAVA_BYTE, cursor.valueOffset()));
        return Arrays.copyOf(cursor.key(), isFurther ? Continuations.rowKeyLength(cursor) : cursor.keyLength());
    }

    private boolean mayGo(long timestamp, long deletionSeconds, byte[] key, List<SSTable> holders) {
        deletions++;
        boolean goes = true;
        if (deletionSeconds >= gcBefore) {
            withinGrace++;
            lastGraceSeconds = Math.max(lastGraceSeconds, deletionSeconds);
            goes = false;
        }
        if (timestamp >= elsewhere) {
            memory.add(key, timestamp);
            goes = false;
        }
        for (SSTable holder : holders) {
            if (timestamp >= holder.minTimestamp()) {
                held.computeIfAbsent(holder, file -> new Held()).add(key, timestamp);
                goes = false;
            }
        }
        free += goes ? 1 : 0;
        return goes;
    }

    private PurgeExplanation explanation(LiveSSTable file) {
        var holders = new ArrayList<PurgeExplanation.Holder>();
        if (memory.count > 0) {
            holders.add(memory.holder(Optional.empty(), "", elsewhere));
        }
        held.entrySet().stream()
                .sorted(Comparator.comparingLong(entry -> entry.getKey().minTimestamp()))
                .forEach(entry -> {
                    SSTable holder = entry.getKey();
                    holders.add(
                            entry.getValue().holder(Optional.of(holder.id()), holder.path(), holder.minTimestamp()));
                });
        return new PurgeExplanation(
                file.sstable().path(),
                deletions,
                free,
                withinGrace,
                gcBefore == Long.MIN_VALUE
                        ? Optional.empty()
                        : Optional.of((long) table.options().gcGraceSeconds()),
                lastGraceSeconds,
                holders);
    }

    /// What one holder holds.
    private static final class Held {
        private long count;
        private byte[] firstKey = {};
        private byte[] lastKey = {};
        private long oldest = Long.MAX_VALUE;
        private long newest = Long.MIN_VALUE;

        void add(byte[] key, long timestamp) {
            if (count == 0 || Arrays.compareUnsigned(key, firstKey) < 0) {
                firstKey = key;
            }
            if (count == 0 || Arrays.compareUnsigned(key, lastKey) > 0) {
                lastKey = key;
            }
            oldest = Math.min(oldest, timestamp);
            newest = Math.max(newest, timestamp);
            count++;
        }

        PurgeExplanation.Holder holder(Optional<SSTableId> file, String path, long oldestWrite) {
            return new PurgeExplanation.Holder(file, path, oldestWrite, count, firstKey, lastKey, oldest, newest);
        }
    }
}
