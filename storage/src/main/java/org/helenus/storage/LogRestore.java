package org.helenus.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.helenus.schema.TableId;
import org.helenus.storage.commitlog.RecordBody;
import org.helenus.storage.commitlog.SegmentFormat;
import org.helenus.storage.commitlog.SegmentReader;
import org.helenus.storage.encoding.MutationReader;
import org.helenus.storage.encoding.RowReader;

/// Applies again what archived log files hold, up to a point in time: onto a restored snapshot, or onto empty tables
/// of the same ids. A mutation counts by its own write timestamps, which clients may have chosen; applying one again
/// changes nothing, so what a snapshot has already may come too.
///
/// Must run before compactions, which might forget a deletion that an older write of the archive still needs. One
/// thread, which flushes where memory is full.
public final class LogRestore {
    /// @param applied mutations
    /// @param later mutations that were written behind the point in time
    /// @param unknown mutations to tables that are not there; nothing of them was applied
    /// @param notices what was missing or damaged, in words
    public record Result(long applied, long later, long unknown, List<String> notices) {}

    private final StorageEngine engine;
    private final long untilMicros;
    private final byte[] window = SegmentReader.newWindow();
    private final RecordBody body = new RecordBody();
    private final MutationReader reader = new MutationReader();
    private final RowReader row = new RowReader();
    private final List<String> notices = new ArrayList<>();
    private long applied;
    private long later;
    private long unknown;

    private LogRestore(StorageEngine engine, long untilMicros) {
        this.engine = engine;
        this.untilMicros = untilMicros;
    }

    /// On return what was applied is in files.
    ///
    /// @param directory of the engine's disk, with the log's files under their names
    /// @param untilMicros the last write timestamp that counts
    public static Result run(StorageEngine engine, String directory, long untilMicros) throws IOException {
        var restore = new LogRestore(engine, untilMicros);
        var segments = new TreeMap<Long, String>();
        for (String name : engine.disk().list(directory)) {
            SegmentFormat.sequenceOf(name).ifPresent(sequence -> segments.put(sequence, directory + "/" + name));
        }
        long expected = segments.isEmpty() ? 0 : segments.firstKey();
        for (var segment : segments.entrySet()) {
            if (segment.getKey() != expected) {
                restore.notices.add("the segments from " + expected + " to " + (segment.getKey() - 1) + " are missing");
            }
            expected = segment.getKey() + 1;
            restore.segment(segment.getValue());
        }
        restore.flush();
        return new Result(restore.applied, restore.later, restore.unknown, List.copyOf(restore.notices));
    }

    private void segment(String path) throws IOException {
        try (var segment = SegmentReader.open(engine.disk(), path, window)) {
            while (true) {
                while (segment.next()) {
                    mutation(segment);
                }
                if (segment.end() != SegmentReader.End.OPEN) {
                    return;
                }
                notices.add(path + " has no whole record at byte " + segment.offset());
                var resume = segment.behind().resume();
                if (resume.isEmpty()) {
                    return;
                }
                segment.resumeAt(resume.get());
            }
        }
    }

    private void mutation(SegmentReader segment) throws IOException {
        body.parse(segment.array(), segment.bodyOffset(), segment.bodyLength());
        var mutation = Mutation.of(segment.array(), body.mutationOffset(), body.mutationLength());
        if (greatestTimestamp(mutation) > untilMicros) {
            later++;
            return;
        }
        for (TableId table : mutation.tables()) {
            if (engine.schema().table(table).isEmpty()) {
                unknown++;
                return;
            }
        }
        makeRoom();
        engine.apply(mutation);
        applied++;
    }

    private long greatestTimestamp(Mutation mutation) {
        long greatest = Long.MIN_VALUE;
        mutation.read(reader);
        while (reader.nextPartition()) {
            while (reader.nextEntry()) {
                greatest = Math.max(greatest, reader.isRow() ? ofRow() : reader.deletionTimestamp());
            }
        }
        return greatest;
    }

    private long ofRow() {
        row.reset(reader.array(), reader.valueOffset(), reader.valueLength());
        long greatest = row.hasMarker() ? row.markerTimestamp() : Long.MIN_VALUE;
        if (row.hasDeletion()) {
            greatest = Math.max(greatest, row.deletionTimestamp());
        }
        while (row.nextCell()) {
            greatest = Math.max(greatest, row.timestamp());
        }
        return greatest;
    }

    /// Makes room on this thread: first in the log, then in memory.
    private void makeRoom() throws IOException {
        if (!engine.isWritable()) {
            engine.syncLog();
        }
        if (!engine.isWritable()) {
            flush();
        }
    }

    private void flush() throws IOException {
        for (var table : engine.tables()) {
            engine.flush(table.metadata().id());
        }
    }
}
