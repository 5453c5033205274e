package org.helenus.storage.merge;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.storage.KeyRange;
import org.helenus.storage.ReadMode;
import org.helenus.storage.encoding.MalformedBytesException;
import org.helenus.storage.encoding.RowKeyFormat;
import org.helenus.storage.encoding.RowReader;
import org.helenus.storage.encoding.RowSplit;

/// The entries of several sources as one cursor: each key once, its row merged, deletions applied and still in it.
/// Rows of which nothing is left are passed over. The deletions of partitions and ranges that were applied are
/// [#deletions]. One thread; closes the cursors it opened.
///
/// An entry that only one source has, and no deletion covers, is that source's own bytes: nothing is copied.
///
/// Of a row that is continued in further entries ([org.helenus.storage.encoding.RowFormat]) a reader gets the row
/// itself, still marked so, and of those entries perhaps one, where it says [#leaveLargeRow]; [ContinuedRead] reads
/// them. Whoever writes what comes ([#rewriting]) gets all of them, merged, in sizes of their own, because the sources
/// may each have cut the row elsewhere.
public final class MergingCursor extends EntryCursor {
    private final List<? extends EntrySource> sources;
    private final ReadMode mode;
    private KeyRange range;
    private final EntryCursor[] cursors;
    /// Eight bytes of each one's key behind what all keys of the range begin with, as [RowKeyFormat#head]: most
    /// comparisons need no more.
    private final long[] heads;
    private final int alike;
    /// Keeps loads from being left out, see [EntryCursor#bringNear].
    private int touched;
    /// Those that stand on an entry, as a heap with the next key on top.
    private final int[] heap;
    private int heapSize;
    /// The cursors that stand on the current key, taken off the heap.
    private final int[] current;
    private int currentCount;
    private int versions;
    /// The first of them.
    private EntryCursor top;

    private final boolean reversed;
    private final DropTimes drops;
    private final DeletionList deletions;
    private int nearestDeletion;
    /// Made when first two versions meet.
    private RowMerger merger;
    private ByteWriter merged;
    private MemorySegment mergedSegment = MemorySegment.NULL;
    private boolean isMerged;
    private long covering;
    /// Of those who rewrite.
    private final Optional<RowSplitter> splitter;
    private boolean inSplitter;
    private MemorySegment splitSegment = MemorySegment.NULL;

    /// Opens a cursor on each source that may have rows of the range, for one who reads rows.
    public MergingCursor(
            List<? extends EntrySource> sources, KeyRange range, boolean reversed, ReadMode mode, DropTimes drops)
            throws IOException {
        this(sources, range, reversed, mode, drops, Optional.empty());
    }

    /// For one who writes all that comes, in key order: large rows come in the entries that a file has of them.
    public static MergingCursor rewriting(
            List<? extends EntrySource> sources, KeyRange range, DropTimes drops, RowSplit split) throws IOException {
        var splitter = Optional.of(new RowSplitter(split, drops));
        return new MergingCursor(sources, range, false, ReadMode.MAY_BLOCK, drops, splitter);
    }

    private MergingCursor(
            List<? extends EntrySource> sources,
            KeyRange range,
            boolean reversed,
            ReadMode mode,
            DropTimes drops,
            Optional<RowSplitter> splitter)
            throws IOException {
        this.sources = sources;
        this.range = range;
        this.mode = mode;
        this.splitter = splitter;
        this.reversed = reversed;
        this.drops = drops;
        cursors = new EntryCursor[sources.size()];
        heads = new long[cursors.length];
        alike = Math.max(0, Arrays.mismatch(range.start(), range.end()));
        heap = new int[cursors.length];
        current = new int[cursors.length];
        DeletionList all = DeletionList.EMPTY;
        boolean isOfOneToken = isOfOneToken(range);
        try {
            for (int i = 0; i < cursors.length; i++) {
                EntrySource source = sources.get(i);
                all = DeletionList.merge(all, source.deletions(range));
                if (!isOfOneToken || source.mayHoldPartition(range.start(), range.start().length)) {
                    cursors[i] = source.scan(range, reversed, mode);
                    current[currentCount++] = i;
                }
            }
        } catch (IOException | RuntimeException e) {
            closeAfter(e);
            throw e;
        }
        deletions = all;
        int loaded = touched;
        for (int i = 0; i < currentCount; i++) {
            loaded ^= cursors[current[i]].bringNear();
        }
        touched = loaded;
        nearestDeletion = reversed ? deletions.size() - 1 : 0;
    }

    /// A part of one partition, or of several whose filters are asked alike.
    private static boolean isOfOneToken(KeyRange range) {
        return range.start().length >= RowKeyFormat.TOKEN_BYTES
                && range.end().length >= RowKeyFormat.TOKEN_BYTES
                && RowKeyFormat.token(range.start()) == RowKeyFormat.token(range.end());
    }

    private void closeAfter(Exception cause) {
        for (EntryCursor cursor : cursors) {
            try {
                if (cursor != null) {
                    cursor.close();
                }
            } catch (IOException | RuntimeException e) {
                cause.addSuppressed(e);
            }
        }
    }

    /// The deletions of partitions and ranges of all sources, clipped to the range.
    public DeletionList deletions() {
        return deletions;
    }

    /// How many of them lie behind, and were looked at.
    int deletionsPassed() {
        return reversed ? deletions.size() - 1 - nearestDeletion : nearestDeletion;
    }

    @Override
    public boolean next() throws IOException {
        if (inSplitter && nextOfLargeRow()) {
            return true;
        }
        while (step()) {
            if (mergeCurrent()) {
                return true;
            }
        }
        return false;
    }

    /// Moves the cursors on which the last key was, and takes off those that have the next one.
    private boolean step() throws IOException {
        int next = -1;
        while (currentCount > 0) {
            int cursor = current[--currentCount];
            if (advance(cursor)) {
                if (currentCount == 0) {
                    next = cursor;
                } else {
                    push(cursor);
                }
            }
        }
        if (next < 0) {
            if (heapSize == 0) {
                return false;
            }
            next = pop();
        } else if (heapSize > 0 && compare(heap[0], next) < 0) {
            next = replaceTop(next);
        }
        current[currentCount++] = next;
        top = cursors[next];
        while (heapSize > 0 && compare(heap[0], next) == 0) {
            current[currentCount++] = pop();
        }
        return true;
    }

    private boolean advance(int index) throws IOException {
        EntryCursor cursor = cursors[index];
        boolean found = cursor.next();
        if (found) {
            heads[index] = RowKeyFormat.head(cursor.key(), alike, cursor.keyLength());
        }
        return found;
    }

    private static byte firstByte(EntryCursor cursor) {
        return cursor.valueSegment().get(ValueLayout.JAVA_BYTE, cursor.valueOffset());
    }

    /// Goes on behind the further entries of a row, on one of which it stands: when reading backwards, to the row
    /// itself.
    void leaveLargeRow() throws IOException {
        for (int i = 0; i < currentCount; i++) {
            leaveLargeRow(current[i]);
        }
    }

    private void leaveLargeRow(int index) throws IOException {
        EntryCursor cursor = cursors[index];
        int rowKeyLength = Continuations.rowKeyLength(cursor);
        KeyRange rest = reversed
                ? new KeyRange(
                        range.start(), RowKeyFormat.behind(cursor.key(), rowKeyLength, RowKeyFormat.CONTINUATION))
                : new KeyRange(
                        RowKeyFormat.behind(cursor.key(), rowKeyLength, RowKeyFormat.CONTINUATIONS_END), range.end());
        cursor.close();
        cursors[index] = EmptyCursor.INSTANCE;
        cursors[index] = sources.get(index).scan(rest, reversed, mode);
    }

    private boolean mergeCurrent() throws IOException {
        versions = currentCount;
        covering = deletions.isEmpty() ? DeletionList.NONE : findCovering();
        isMerged = currentCount > 1 || covering != DeletionList.NONE || !drops.isEmpty();
        standOn(top.key(), top.keyLength());
        if (!isMerged) {
            standOnValue(top.valueSegment(), top.valueOffset(), top.valueLength());
        }
        if (splitter.isPresent()) {
            return rewriteCurrent(splitter.get());
        }
        if (isMerged && RowReader.isContinuation(firstByte(top))) {
            leaveLargeRow();
            return false;
        }
        return !isMerged || mergeVersions();
    }

    private boolean rewriteCurrent(RowSplitter into) throws IOException {
        if (RowReader.isContinuation(firstByte(top))) {
            throw new MalformedBytesException("a further entry of a row without the row");
        }
        boolean isContinued = false;
        for (int i = 0; i < currentCount; i++) {
            isContinued |= RowReader.isContinued(firstByte(cursors[current[i]]));
        }
        if (isMerged && !mergeVersions()) {
            return false;
        }
        if (isContinued
                || valueLength() > into.leastBytes() && into.isLarge(valueSegment(), valueOffset(), valueLength())) {
            return splitCurrent(into);
        }
        return true;
    }

    /// Hands the current row over to be cut anew, with the cursors that have further entries of it.
    private boolean splitCurrent(RowSplitter into) throws IOException {
        into.begin(key(), keyLength(), valueSegment(), valueOffset(), valueLength(), covering);
        int kept = 0;
        for (int i = 0; i < currentCount; i++) {
            int index = current[i];
            if (RowReader.isContinued(firstByte(cursors[index]))) {
                into.add(new CursorRuns(index));
            } else {
                current[kept++] = index;
            }
        }
        currentCount = kept;
        inSplitter = true;
        return nextOfLargeRow();
    }

    private boolean nextOfLargeRow() throws IOException {
        RowSplitter from = splitter.get();
        inSplitter = from.next();
        if (inSplitter) {
            if (splitSegment.byteSize() != from.value().length) {
                splitSegment = MemorySegment.ofArray(from.value());
            }
            standOn(from.key(), from.keyLength());
            standOnValue(splitSegment, 0, from.valueLength());
        }
        return inSplitter;
    }

    /// The further entries of the current row that a cursor comes to. At the first of another row the cursor is
    /// given
    /// back.
    private final class CursorRuns extends RunCells {
        private final int index;
        private boolean done;

        CursorRuns(int index) {
            this.index = index;
        }

        @Override
        boolean nextRun() throws IOException {
            if (done) {
                return false;
            }
            EntryCursor cursor = cursors[index];
            boolean found = cursor.next();
            if (found && RowReader.isContinuation(firstByte(cursor))) {
                load(cursor);
                return true;
            }
            done = true;
            if (found) {
                heads[index] = RowKeyFormat.head(cursor.key(), alike, cursor.keyLength());
                push(index);
            }
            return false;
        }
    }

    private boolean mergeVersions() {
        if (merger == null) {
            merger = new RowMerger();
            merged = new ByteWriter(512);
        }
        merger.reset();
        for (int i = 0; i < currentCount; i++) {
            EntryCursor cursor = cursors[current[i]];
            merger.add(cursor.valueSegment(), cursor.valueOffset(), cursor.valueLength());
        }
        merged.reset();
        if (!merger.merge(covering, drops, merged)) {
            return false;
        }
        if (mergedSegment.byteSize() != merged.array().length) {
            mergedSegment = MemorySegment.ofArray(merged.array());
        }
        standOnValue(mergedSegment, 0, merged.length());
        return true;
    }

    /// Keys come in order, so the deletions are walked alongside.
    private long findCovering() {
        byte[] key = top.key();
        int length = top.keyLength();
        if (reversed) {
            while (nearestDeletion >= 0 && compare(deletions.start(nearestDeletion), key, length) > 0) {
                nearestDeletion--;
            }
            return nearestDeletion >= 0 && compare(deletions.end(nearestDeletion), key, length) > 0
                    ? deletions.timestamp(nearestDeletion)
                    : DeletionList.NONE;
        }
        while (nearestDeletion < deletions.size() && compare(deletions.end(nearestDeletion), key, length) <= 0) {
            nearestDeletion++;
        }
        return nearestDeletion < deletions.size() && compare(deletions.start(nearestDeletion), key, length) <= 0
                ? deletions.timestamp(nearestDeletion)
                : DeletionList.NONE;
    }

    private static int compare(byte[] bound, byte[] key, int keyLength) {
        return Arrays.compareUnsigned(bound, 0, bound.length, key, 0, keyLength);
    }

    private int compare(int a, int b) {
        if (heads[a] != heads[b]) {
            return heads[a] < heads[b] == reversed ? 1 : -1;
        }
        int order = Arrays.compareUnsigned(
                cursors[a].key(), 0, cursors[a].keyLength(), cursors[b].key(), 0, cursors[b].keyLength());
        return reversed ? -order : order;
    }

    private void push(int cursor) {
        int at = heapSize++;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (compare(heap[parent], cursor) <= 0) {
                break;
            }
            heap[at] = heap[parent];
            at = parent;
        }
        heap[at] = cursor;
    }

    private int pop() {
        int first = heap[0];
        if (--heapSize > 0) {
            sink(heap[heapSize]);
        }
        return first;
    }

    /// Takes the top off and puts another in.
    private int replaceTop(int added) {
        int first = heap[0];
        sink(added);
        return first;
    }

    private void sink(int moved) {
        int at = 0;
        while (true) {
            int child = 2 * at + 1;
            if (child >= heapSize) {
                break;
            }
            if (child + 1 < heapSize && compare(heap[child + 1], heap[child]) < 0) {
                child++;
            }
            if (compare(heap[child], moved) >= 0) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = moved;
    }

    /// How many sources have the current row.
    public int versions() {
        return versions;
    }

    /// Bytes of the key that are the row's: all, but for the further entries of a row.
    public int rowKeyLength() {
        return inSplitter ? splitter.get().rowKeyLength() : keyLength();
    }

    /// What covers the current row, or [DeletionList#NONE].
    long covering() {
        return covering;
    }

    /// The sources in which the current row is continued.
    List<EntrySource> continuedIn() {
        var found = new ArrayList<EntrySource>();
        for (int i = 0; i < currentCount; i++) {
            if (RowReader.isContinued(firstByte(cursors[current[i]]))) {
                found.add(sources.get(current[i]));
            }
        }
        return found;
    }

    @Override
    public void close() throws IOException {
        Optional<IOException> failure = Optional.empty();
        for (EntryCursor cursor : cursors) {
            try {
                if (cursor != null) {
                    cursor.close();
                }
            } catch (IOException e) {
                failure.ifPresent(e::addSuppressed);
                failure = Optional.of(e);
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }
}
