package org.helenus.tools.sstable;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.ClusteringBound;
import org.helenus.storage.encoding.RowReader;

/// Counts what an SSTable holds, and keeps the five partitions with the most rows and with the most deletions.
final class ScanCounts implements DumpSink {
    private static final int LEADERS = 5;

    private record Leader(String key, long count) {}

    private final TableMetadata table;
    private final PriorityQueue<Leader> widest = new PriorityQueue<>(Comparator.comparingLong(Leader::count));
    private final PriorityQueue<Leader> mostTombstones = new PriorityQueue<>(Comparator.comparingLong(Leader::count));
    private String key = "";
    private long partitions;
    private long rows;
    private long cells;
    private long tombstones;
    private long partitionRows;
    private long partitionTombstones;

    ScanCounts(TableMetadata table) {
        this.table = table;
    }

    long partitions() {
        return partitions;
    }

    long rows() {
        return rows;
    }

    long cells() {
        return cells;
    }

    long tombstones() {
        return tombstones;
    }

    List<String> widest() {
        return lines(widest);
    }

    List<String> mostTombstones() {
        return lines(mostTombstones);
    }

    private static List<String> lines(PriorityQueue<Leader> leaders) {
        return leaders.stream()
                .sorted(Comparator.comparingLong(Leader::count).reversed().thenComparing(Leader::key))
                .map(leader -> "[" + leader.key + "] " + leader.count)
                .toList();
    }

    @Override
    public void partition(List<byte[]> components, long position, Optional<Deletion> deletion) {
        key = ValueText.key(table, components);
        partitions++;
        partitionRows = 0;
        partitionTombstones = 0;
        deletion.ifPresent(whole -> tombstone());
    }

    private void tombstone() {
        tombstones++;
        partitionTombstones++;
    }

    @Override
    public void row(boolean isStatic, byte[][] clustering, long position, RowReader row) {
        rows++;
        partitionRows++;
        if (row.hasDeletion()) {
            tombstone();
        }
    }

    @Override
    public void cells(RowReader row) {
        while (row.nextCell()) {
            if (row.isTombstone() || row.isComplexDeletion()) {
                tombstone();
            }
            cells++;
        }
    }

    @Override
    public void endRow() {}

    @Override
    public void deletionStart(ClusteringBound bound, Deletion deletion) {
        tombstone();
    }

    @Override
    public void deletionEnd(ClusteringBound bound, Deletion deletion) {}

    @Override
    public void endPartition() {
        add(widest, partitionRows);
        add(mostTombstones, partitionTombstones);
    }

    private void add(PriorityQueue<Leader> leaders, long count) {
        if (count > 0) {
            leaders.add(new Leader(key, count));
        }
        if (leaders.size() > LEADERS) {
            leaders.poll();
        }
    }

    @Override
    public void end() {}
}
