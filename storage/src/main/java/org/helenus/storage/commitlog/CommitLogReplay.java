package org.helenus.storage.commitlog;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.helenus.storage.disk.Disk;
import org.helenus.storage.disk.OpenMode;

/// Reads back what the log holds, judges its end, and seals it.
///
/// Segments are read in order. A place without a whole record is
/// - *corruption*, when a record anywhere knows that place synced, or when a later segment holds a record although
///   this one does not end in order (later segments are only written behind a synced end);
/// - the *torn tail* otherwise: what was being written when the power went. It was never acknowledged, and is cut off.
///
/// The one place where damage looks like a torn tail is the last group that was synced before a crash: no later record
/// knows of it.
public final class CommitLogReplay {
    /// What to do with damage.
    public enum DamagePolicy {
        /// Throw [CorruptCommitLogException]; nothing is changed.
        REFUSE,
        /// Apply every whole record before and behind the damage; the damaged segments are named in the
        /// result.
        SALVAGE
    }

    /// Takes the mutations' records, in order.
    @FunctionalInterface
    public interface Sink {
        /// @param array not to be kept
        void accept(long position, byte[] array, int bodyOffset, int bodyLength) throws IOException;
    }

    /// @param segments sequences of the segments that are there, all sealed
    /// @param damaged files in which something was wrong (only with SALVAGE)
    /// @param records mutations handed over
    /// @param nextSequence for the first new segment
    public record Result(List<Long> segments, List<String> damaged, long records, long nextSequence) {}

    private final Disk disk;
    private final String directory;
    private final DamagePolicy policy;
    /// The first segment that has no end, while nothing is found behind it.
    private Optional<Seal> unended = Optional.empty();

    public CommitLogReplay(Disk disk, String directory, DamagePolicy policy) {
        this.disk = disk;
        this.directory = directory;
        this.policy = policy;
    }

    private record Seal(String file, SegmentFormat.Header header, int offset) {}

    /// @param retiredThrough segments up to this sequence do not count: they are not read, and may be gone
    public Result run(long retiredThrough, Sink sink) throws IOException {
        var sequences = sequences();
        var present = List.copyOf(sequences);
        sequences.removeIf(sequence -> sequence <= retiredThrough);
        var damaged = new ArrayList<String>();
        var read = new LinkedHashMap<String, Optional<Seal>>();
        unended = Optional.empty();
        var window = SegmentReader.newWindow();
        long expected = -1;
        long records = 0;
        for (long sequence : sequences) {
            String path = directory + "/" + SegmentFormat.name(sequence);
            if (expected >= 0 && sequence != expected) {
                String missing = directory + "/" + SegmentFormat.name(expected);
                damage(new CorruptCommitLogException(missing, 0, "the file is missing"), missing, damaged);
            }
            expected = sequence + 1;
            var opened = open(path, sequence, window, damaged);
            if (opened.isEmpty()) {
                continue;
            }
            read.put(path, Optional.empty());
            try (var reader = opened.get()) {
                records += read(reader, sink, read, damaged);
            }
        }
        for (var entry : read.entrySet()) {
            settle(entry.getKey(), entry.getValue());
        }
        disk.syncDirectory(directory);
        long last = present.isEmpty() ? 0 : present.getLast();
        return new Result(present, List.copyOf(damaged), records, Math.max(last, retiredThrough) + 1);
    }

    /// Empty when it is damaged and that is to be salvaged.
    private Optional<SegmentReader> open(String path, long sequence, byte[] window, List<String> damaged)
            throws IOException {
        try {
            var reader = SegmentReader.open(disk, path, window);
            if (reader.header().sequence() == sequence) {
                return Optional.of(reader);
            }
            reader.close();
            throw new CorruptCommitLogException(path, 32, "it belongs under another name");
        } catch (CorruptCommitLogException e) {
            damage(e, path, damaged);
            return Optional.empty();
        }
    }

    /// Hands over what a segment holds, and notes where it is to be sealed.
    ///
    /// @return how many records
    private long read(SegmentReader reader, Sink sink, Map<String, Optional<Seal>> seals, List<String> damaged)
            throws IOException {
        String path = reader.file();
        long records = 0;
        while (true) {
            while (reader.next()) {
                refuseBehind(damaged);
                sink.accept(reader.position(), reader.array(), reader.bodyOffset(), reader.bodyLength());
                records++;
            }
            if (reader.end() != SegmentReader.End.OPEN) {
                refuseBehind(damaged);
                return records;
            }
            var behind = reader.behind();
            if (behind.any()) {
                refuseBehind(damaged);
            }
            if (reader.isCut()) {
                // A segment has its whole length before it is used: here records are missing, and
                // nobody knows which.
                damage(
                        new CorruptCommitLogException(path, reader.offset(), "the file is shorter than it was made"),
                        path,
                        damaged);
                return records;
            }
            if (behind.known() <= reader.offset()) {
                var seal = new Seal(path, reader.header(), reader.offset());
                if (unended.isEmpty()) {
                    unended = Optional.of(seal);
                }
                seals.put(path, Optional.of(seal));
                return records;
            }
            damage(
                    new CorruptCommitLogException(path, reader.offset(), "a record that was synced is not whole"),
                    path,
                    damaged);
            if (behind.resume().isEmpty()) {
                return records;
            }
            reader.resumeAt(behind.resume().get());
        }
    }

    /// A record was found behind a segment that has no end: that segment was synced to its end, so it is damaged.
    private void refuseBehind(List<String> damaged) throws CorruptCommitLogException {
        if (unended.isPresent()) {
            var open = unended.get();
            unended = Optional.empty();
            damage(
                    new CorruptCommitLogException(
                            open.file, open.offset, "it does not end in order, and a later segment goes on"),
                    open.file,
                    damaged);
        }
    }

    private void damage(CorruptCommitLogException damage, String file, List<String> damaged)
            throws CorruptCommitLogException {
        switch (policy) {
            case REFUSE -> throw damage;
            case SALVAGE -> {
                if (!damaged.contains(file)) {
                    damaged.add(file);
                }
            }
        }
    }

    /// Sequences in order; files that were never finished are deleted: nothing was ever in them.
    private List<Long> sequences() throws IOException {
        var sequences = new ArrayList<Long>();
        for (String name : disk.list(directory)) {
            var sequence = SegmentFormat.sequenceOf(name);
            if (sequence.isPresent()) {
                sequences.add(sequence.getAsLong());
            } else if (name.endsWith(SegmentFormat.UNFINISHED_SUFFIX)) {
                disk.delete(directory + "/" + name);
            }
        }
        sequences.sort(null);
        return sequences;
    }

    /// Ends a segment in order where its whole records end, so that new segments may follow; and syncs it: what
    /// was read may lie in the page cache alone, when the process died and the machine did not. From now on it is
    /// shown, and newer segments will say that it was synced. One segment after the other, since the end of one
    /// vouches for the last.
    private void settle(String path, Optional<Seal> missing) throws IOException {
        try (var file = disk.open(path, OpenMode.WRITE)) {
            if (missing.isPresent()) {
                var seal = missing.get();
                var mark = ByteBuffer.allocateDirect(RecordFormat.MARK_BYTES);
                RecordFormat.writeMark(
                        MemorySegment.ofBuffer(mark),
                        0,
                        RecordFormat.seed(seal.header.id()),
                        seal.offset,
                        RecordFormat.Kind.END,
                        0);
                file.write(seal.offset, mark);
            }
            file.sync();
        }
    }
}
