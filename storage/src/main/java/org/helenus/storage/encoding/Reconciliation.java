package org.helenus.storage.encoding;

import java.util.Arrays;

/// Which of two writes to the same place counts: Cassandra's rules, completed to a total order, so that the answer
/// depends neither on the order of merging nor on the clock. Each gives a positive number when the first wins,
/// negative when the second does, 0 when they are the same.
public final class Reconciliation {
    private Reconciliation() {}

    /// The greater timestamp; on a tie the later deletion time.
    public static int deletion(long timestamp, long seconds, long otherTimestamp, long otherSeconds) {
        return timestamp != otherTimestamp
                ? Long.compare(timestamp, otherTimestamp)
                : Long.compare(seconds, otherSeconds);
    }

    /// The greater timestamp; an expiring marker before one that stays; the later expiry; the greater TTL.
    public static int marker(
            long timestamp, int ttl, long expiry, long otherTimestamp, int otherTtl, long otherExpiry) {
        if (timestamp != otherTimestamp) {
            return Long.compare(timestamp, otherTimestamp);
        }
        if ((ttl != 0) != (otherTtl != 0)) {
            return ttl != 0 ? 1 : -1;
        }
        return expiry != otherExpiry ? Long.compare(expiry, otherExpiry) : Integer.compare(ttl, otherTtl);
    }

    /// The greater timestamp; a tombstone before an expiring value before one that stays; the later deletion time
    /// or expiry; the bytewise greater value; the greater TTL. For deletions of collections: as for tombstones.
    public static int cell(RowReader a, RowReader b) {
        if (a.timestamp() != b.timestamp()) {
            return Long.compare(a.timestamp(), b.timestamp());
        }
        int rank = rank(a);
        int otherRank = rank(b);
        if (rank != otherRank) {
            return Integer.compare(rank, otherRank);
        }
        if (a.seconds() != b.seconds()) {
            return Long.compare(a.seconds(), b.seconds());
        }
        if (rank == 2) {
            return 0;
        }
        int values = Arrays.compareUnsigned(
                a.array(),
                a.valueOffset(),
                a.valueOffset() + a.valueLength(),
                b.array(),
                b.valueOffset(),
                b.valueOffset() + b.valueLength());
        return values != 0 ? values : Integer.compare(a.ttl(), b.ttl());
    }

    private static int rank(RowReader cell) {
        return cell.isTombstone() || cell.isComplexDeletion() ? 2 : cell.isExpiring() ? 1 : 0;
    }
}
