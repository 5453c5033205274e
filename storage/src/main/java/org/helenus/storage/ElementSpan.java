package org.helenus.storage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The elements of a non-frozen collection, or fields of a user type, that a reader will look at.
///
/// @param from the first path, see [org.helenus.storage.encoding.CellPath]; empty: from the first on
/// @param to the last path; empty: to the last. The arrays are not copied
public record ElementSpan(int columnId, Optional<byte[]> from, Optional<byte[]> to) {
    /// All elements.
    public static ElementSpan all(int columnId) {
        return new ElementSpan(columnId, Optional.empty(), Optional.empty());
    }

    /// One element.
    public static ElementSpan one(int columnId, byte[] path) {
        return new ElementSpan(columnId, Optional.of(path), Optional.of(path));
    }

    /// The same elements of one column in order, without overlap.
    public static List<ElementSpan> union(List<ElementSpan> spans) {
        var sorted = new ArrayList<>(spans);
        sorted.sort(ElementSpan::compareStarts);
        var joined = new ArrayList<ElementSpan>();
        for (ElementSpan span : sorted) {
            if (span.isEmpty()) {
                continue;
            }
            if (!joined.isEmpty() && joined.getLast().reaches(span)) {
                ElementSpan last = joined.removeLast();
                joined.add(new ElementSpan(last.columnId, last.from, later(last.to, span.to)));
            } else {
                joined.add(span);
            }
        }
        return joined;
    }

    private static int compareStarts(ElementSpan a, ElementSpan b) {
        return a.from.isEmpty() || b.from.isEmpty()
                ? Boolean.compare(a.from.isPresent(), b.from.isPresent())
                : Arrays.compareUnsigned(a.from.get(), b.from.get());
    }

    private boolean isEmpty() {
        return from.isPresent() && to.isPresent() && Arrays.compareUnsigned(from.get(), to.get()) > 0;
    }

    /// Whether one that does not begin before begins in this.
    private boolean reaches(ElementSpan next) {
        return to.isEmpty() || next.from.isEmpty() || Arrays.compareUnsigned(next.from.get(), to.get()) <= 0;
    }

    private static Optional<byte[]> later(Optional<byte[]> a, Optional<byte[]> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return Optional.empty();
        }
        return Arrays.compareUnsigned(a.get(), b.get()) >= 0 ? a : b;
    }

    /// Whether it is one element at the most.
    public boolean isOne() {
        return from.isPresent() && to.isPresent() && Arrays.compareUnsigned(from.get(), to.get()) >= 0;
    }

    /// Where a path lies: −1 before, 0 in it, 1 after.
    public int compare(byte[] array, int pathOffset, int pathLength) {
        int end = pathOffset + pathLength;
        if (from.isPresent() && Arrays.compareUnsigned(array, pathOffset, end, from.get(), 0, from.get().length) < 0) {
            return -1;
        }
        return to.isPresent() && Arrays.compareUnsigned(array, pathOffset, end, to.get(), 0, to.get().length) > 0
                ? 1
                : 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ElementSpan span
                && columnId == span.columnId
                && Arrays.equals(from.orElse(null), span.from.orElse(null))
                && Arrays.equals(to.orElse(null), span.to.orElse(null));
    }

    @Override
    public int hashCode() {
        return 31 * (31 * columnId + Arrays.hashCode(from.orElse(null))) + Arrays.hashCode(to.orElse(null));
    }
}
