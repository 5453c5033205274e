package org.helenus.tools.sstable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.helenus.schema.PartitionKeys;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.commitlog.RecordBody;
import org.helenus.storage.encoding.MutationReader;
import org.helenus.storage.encoding.RowKeyFormat;
import org.helenus.storage.encoding.RowReader;
import org.helenus.storage.manifest.ManifestState;

/// What a mutation in the commit log writes, partition by partition, in the names of the schema where there is one.
/// One thread.
final class LogRecordText {
    /// @param table its name, or its id when no schema knows it
    /// @param flushed whether the generation is in files, so that a start passes over it
    /// @param key components of the partition key as text, or its bytes when no schema knows the table
    /// @param minTimestamp microseconds; greater than `maxTimestamp` when nothing has one
    record Partition(
            String table,
            long generation,
            boolean flushed,
            List<String> key,
            int rows,
            int rangeDeletions,
            long minTimestamp,
            long maxTimestamp) {}

    private final Optional<ManifestState> manifest;
    private final RecordBody body = new RecordBody();
    private final MutationReader mutation = new MutationReader();
    private final RowReader row = new RowReader();
    private long least;
    private long greatest;

    LogRecordText(Optional<ManifestState> manifest) {
        this.manifest = manifest;
    }

    /// @throws IllegalArgumentException the bytes are no mutation
    List<Partition> partitions(byte[] array, int offset, int length) {
        body.parse(array, offset, length);
        MutationReader.check(array, body.mutationOffset(), body.mutationLength());
        mutation.reset(array, body.mutationOffset(), body.mutationLength());
        var tables = new ArrayList<>();
        var partitions = new ArrayList<Partition>();
        while (mutation.nextPartition()) {
            var id = mutation.table();
            if (!tables.contains(id)) {
                tables.add(id);
            }
            long generation = body.generation(tables.indexOf(id));
            var table = manifest.flatMap(state -> state.schema().table(id));
            boolean flushed = manifest.isPresent()
                    && generation <= manifest.get().table(id).flushedGeneration();
            partitions.add(partition(
                    table.map(known -> known.keyspace() + "." + known.name())
                            .orElse(id.uuid().toString()),
                    generation,
                    flushed,
                    key(table)));
        }
        return partitions;
    }

    private Partition partition(String table, long generation, boolean flushed, List<String> key) {
        int rows = 0;
        int deletions = 0;
        least = Long.MAX_VALUE;
        greatest = Long.MIN_VALUE;
        while (mutation.nextEntry()) {
            if (mutation.isRow()) {
                rows++;
                timestampsOfRow();
            } else {
                deletions++;
                saw(mutation.deletionTimestamp());
            }
        }
        return new Partition(table, generation, flushed, key, rows, deletions, least, greatest);
    }

    private void timestampsOfRow() {
        row.reset(mutation.array(), mutation.valueOffset(), mutation.valueLength());
        if (row.hasMarker()) {
            saw(row.markerTimestamp());
        }
        if (row.hasDeletion()) {
            saw(row.deletionTimestamp());
        }
        while (row.nextCell()) {
            saw(row.timestamp());
        }
    }

    private void saw(long timestamp) {
        least = Math.min(least, timestamp);
        greatest = Math.max(greatest, timestamp);
    }

    private List<String> key(Optional<TableMetadata> table) {
        int start = mutation.prefixOffset();
        byte[] prefix = Arrays.copyOfRange(mutation.array(), start, start + mutation.prefixLength());
        byte[] wire = RowKeyFormat.partitionKey(prefix, prefix.length);
        if (table.isEmpty()) {
            return List.of("0x" + HexFormat.of().formatHex(wire));
        }
        var columns = table.get().partitionKey();
        var components = PartitionKeys.split(wire, columns.size());
        var texts = new ArrayList<String>();
        for (int i = 0; i < columns.size(); i++) {
            texts.add(ValueText.plain(columns.get(i).type(), components.get(i)));
        }
        return texts;
    }

    /// One partition in one line.
    static String line(Partition partition) {
        var counts = new StringJoiner(", ");
        if (partition.rows > 0) {
            counts.add(partition.rows + (partition.rows == 1 ? " row" : " rows"));
        }
        if (partition.rangeDeletions > 0) {
            counts.add(partition.rangeDeletions + (partition.rangeDeletions == 1 ? " deletion" : " deletions"));
        }
        if (partition.minTimestamp <= partition.maxTimestamp) {
            counts.add("timestamps " + partition.minTimestamp + " to " + partition.maxTimestamp);
        }
        return partition.table + " generation " + partition.generation + (partition.flushed ? " (flushed)" : "")
                + ", key " + String.join(", ", partition.key) + ": " + counts;
    }
}
