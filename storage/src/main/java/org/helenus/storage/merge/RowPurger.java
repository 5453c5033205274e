package org.helenus.storage.merge;

import org.helenus.schema.bytes.ByteWriter;
import org.helenus.storage.encoding.RowReader;
import org.helenus.storage.encoding.RowWriter;

/// Leaves out of a merged row what nobody needs any more: deletions, and values long expired, which were made before
/// `gcBefore` and cannot shadow anything outside the merge, because everything there is newer. Expired values that
/// must stay lose their bytes. An expired write counts as deleted at the time of writing, expiry − TTL. Reusable; one
/// thread.
public final class RowPurger {
    private final RowReader row = new RowReader();
    private final RowWriter writer = new RowWriter();
    private final Times times = new Times();
    private PurgeDecision decision = times;
    private long nowSeconds;

    /// Both bounds at once. Filled anew for each row, so that a merge makes no garbage.
    private static final class Times implements PurgeDecision {
        private long gcBefore;
        private long purgeableTimestamp;

        @Override
        public boolean mayGo(long timestamp, long deletionSeconds) {
            return deletionSeconds < gcBefore && timestamp < purgeableTimestamp;
        }
    }

    /// Whether [#purge] could leave anything out.
    private static boolean mayPurge(RowReader row) {
        return row.isMortal() || row.hasDeletion() || row.markerTtl() != 0;
    }

    /// Appends what stays of a row to `out`.
    ///
    /// @param gcBeforeSeconds epoch seconds: now − gc grace
    /// @param purgeable microseconds: what is older than this may go; nothing outside the merge that has this key
    ///     is older
    /// @return whether anything is left; when not, nothing was appended
    public boolean purge(
            byte[] array, int offset, int length, long now, long gcBeforeSeconds, long purgeable, ByteWriter out) {
        times.gcBefore = gcBeforeSeconds;
        times.purgeableTimestamp = purgeable;
        return purge(array, offset, length, now, times, out);
    }

    /// The same, decided by somebody else.
    public boolean purge(byte[] array, int offset, int length, long now, PurgeDecision decides, ByteWriter out) {
        nowSeconds = now;
        decision = decides;
        row.reset(array, offset, length);
        if (!mayPurge(row)) {
            out.bytes(array, offset, length);
            return true;
        }
        writer.reset(out);
        writer.shapeOf(row);
        if (row.hasDeletion() && !mayGo(row.deletionTimestamp(), row.deletionSeconds())) {
            writer.deletion(row.deletionTimestamp(), row.deletionSeconds());
        }
        if (row.hasMarker() && !isGone(row.markerTimestamp(), row.markerTtl(), row.markerExpiry())) {
            writer.marker(row.markerTimestamp(), row.markerTtl(), row.markerExpiry());
        }
        if (row.hasClustering()) {
            writer.clustering(row.array(), row.clusteringOffset(), row.clusteringLength());
        }
        while (row.nextCell()) {
            purgeCell();
        }
        return writer.finish();
    }

    private void purgeCell() {
        if (row.isTombstone() || row.isComplexDeletion()) {
            if (!mayGo(row.timestamp(), row.seconds())) {
                writer.copy(row);
            }
        } else if (!row.isExpiring() || row.seconds() > nowSeconds) {
            writer.copy(row);
        } else if (!isGone(row.timestamp(), row.ttl(), row.seconds())) {
            writer.copyWithoutValue(row);
        }
    }

    private boolean isGone(long timestamp, int ttl, long expiry) {
        return ttl != 0 && expiry <= nowSeconds && mayGo(timestamp, expiry - ttl);
    }

    private boolean mayGo(long timestamp, long deletionSeconds) {
        return decision.mayGo(timestamp, deletionSeconds);
    }
}
