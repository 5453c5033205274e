package org.helenus.tools.sstable;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.helenus.schema.ColumnMetadata;
import org.helenus.storage.encoding.RowKeyFormat;
import org.helenus.storage.sstable.SSTable;
import org.helenus.storage.sstable.SSTableStatistics;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// The main class of `bin/sstablemetadata`: what SSTables say of themselves.
public final class SSTableMetadata {
    private final PrintStream out;
    private final TimeText times;

    private SSTableMetadata(PrintStream out, TimeText times) {
        this.out = out;
        this.times = times;
    }

    public static void main(String[] words) {
        long now = System.currentTimeMillis() / 1000;
        Tool.main(spec(), words, (arguments, out, _) -> print(arguments, out, now, ZoneId.systemDefault()));
    }

    static int run(String[] words, OutputStream out, OutputStream err, long nowSeconds, ZoneId zone) {
        return Tool.run(spec(), words, out, err, (arguments, output, _) -> print(arguments, output, nowSeconds, zone));
    }

    private static CommandSpec spec() {
        var spec = Tool.spec(
                "sstablemetadata",
                "Prints what SSTables say of themselves. Needs no server, and changes nothing.",
                "<options> <sstable>...");
        Tool.value(
                spec,
                "seconds",
                "gc_grace_seconds to use when calculating droppable tombstones",
                "-g",
                "--gc_grace_seconds");
        Tool.flag(spec, "full sstable scan for additional details", "-s", "--scan");
        Tool.arguments(spec, "file");
        return spec;
    }

    private static int print(ParseResult arguments, PrintStream out, long nowSeconds, ZoneId zone) throws IOException {
        String grace = arguments.matchedOptionValue("-g", "0");
        long gcBefore;
        try {
            gcBefore = nowSeconds - Long.parseLong(grace);
        } catch (NumberFormatException e) {
            throw new ParameterException(
                    arguments.commandSpec().commandLine(), "'" + grace + "' is not a number of seconds");
        }
        var printer = new SSTableMetadata(out, new TimeText(zone));
        for (String file : Tool.arguments(arguments)) {
            Tool.with(
                    Path.of(file), sstable -> printer.print(file, sstable, gcBefore, arguments.hasMatchedOption("-s")));
        }
        return Tool.DONE;
    }

    private void print(String file, SSTable sstable, long gcBefore, boolean scan) throws IOException {
        var statistics = sstable.statistics();
        var table = statistics.table();
        field("SSTable", file.endsWith(".sst") ? file.substring(0, file.length() - 4) : file);
        if (scan) {
            scanned(sstable);
        }
        field("Partitioner", "org.apache.cassandra.dht.Murmur3Partitioner");
        field("Bloom Filter FP chance", table.options().bloomFilterFpChance());
        timestamps(statistics);
        deletionTime("SSTable min local deletion time", statistics.minDeletionSeconds());
        deletionTime("SSTable max local deletion time", statistics.maxDeletionSeconds());
        String compressor = table.options().compression().toMap().getOrDefault("class", "");
        field("Compressor", compressor.isEmpty() ? "-" : compressor);
        statistics.compressionRatio().ifPresent(ratio -> field("Compression ratio", rounded(ratio)));
        field("TTL min", statistics.minTtl() + times.comment(times.duration(statistics.minTtl())));
        field("TTL max", statistics.maxTtl() + times.comment(times.duration(statistics.maxTtl())));
        if (statistics.firstKey().length > 0) {
            field("First token", token(statistics, statistics.firstKey()));
            field("Last token", token(statistics, statistics.lastKey()));
        }
        field("Estimated droppable tombstones", rounded(statistics.droppableRatio(gcBefore)));
        field("SSTable Level", statistics.level());
        field("Repaired at", 0);
        field("Pending repair", "--");
        field("totalColumnsSet", statistics.cells());
        field("totalRows", statistics.rows());
        field("totalTombstones", statistics.tombstones());
        field("totalRangeTombstones", statistics.rangeTombstones());
        largest(statistics);
        dropTimes(statistics);
        field("Estimated cardinality", statistics.partitions());
        types(statistics);
        field("IsTransient", false);
        field("File size", sstable.sizeBytes());
        field("Uncompressed size", statistics.contentBytes());
        field("Blocks", sstable.blockCount());
        field("Index size", sstable.indexBytes());
        field("Filter size", sstable.filterBytes());
        field("Created", times.millis(statistics.createdMillis()) + " (" + statistics.createdMillis() + ")");
        field("TableId", table.id().uuid());
        field("Table", table.keyspace() + "." + table.name());
        field("SSTableId", sstable.id());
    }

    private void scanned(SSTable sstable) throws IOException {
        var scan = new ScanCounts(sstable.statistics().table());
        new PartitionWalk(sstable, key -> true, scan).run();
        field("Size", sstable.statistics().contentBytes());
        field("Partitions", scan.partitions());
        field("Rows", scan.rows());
        field("Tombstones", scan.tombstones());
        field("Cells", scan.cells());
        field("Widest Partitions", "");
        scan.widest().forEach(line -> out.print("  " + line + "\n"));
        if (scan.tombstones() > 0) {
            field("Tombstone Leaders", "");
            scan.mostTombstones().forEach(line -> out.print("  " + line + "\n"));
        }
    }

    private void timestamps(SSTableStatistics statistics) {
        long least = statistics.minTimestamp();
        long greatest = statistics.maxTimestamp();
        if (least <= greatest) {
            field("Minimum timestamp", times.micros(least) + " (" + least + ")");
            field("Maximum timestamp", times.micros(greatest) + " (" + greatest + ")");
            field("Duration", times.longDuration((greatest - least) / 1_000_000));
        }
    }

    private void deletionTime(String name, long seconds) {
        field(
                name,
                seconds == SSTableStatistics.NEVER
                        ? "no tombstones (" + Integer.MAX_VALUE + ")"
                        : times.seconds(seconds) + " (" + seconds + ")");
    }

    private void largest(SSTableStatistics statistics) {
        statistics.largest().ifPresent(largest -> {
            if (largest.bytes() > 0) {
                field("Largest partition", largest.bytes() + " (" + partition(statistics, largest.largestKey()) + ")");
            }
            if (largest.tombstones() > 0) {
                field(
                        "Most tombstones in a partition",
                        largest.tombstones() + " (" + partition(statistics, largest.tombstonesKey()) + ")");
            }
        });
    }

    private static String partition(SSTableStatistics statistics, byte[] prefix) {
        return ValueText.wholeKey(statistics.table(), RowKeyFormat.partitionKey(prefix, prefix.length));
    }

    private static String token(SSTableStatistics statistics, byte[] key) {
        byte[] partition = RowKeyFormat.partitionKey(key, RowKeyFormat.prefixLength(key, key.length));
        return RowKeyFormat.token(key) + " (" + ValueText.wholeKey(statistics.table(), partition) + ")";
    }

    private void dropTimes(SSTableStatistics statistics) {
        field("Estimated tombstone drop times", "");
        var points = statistics.droppable();
        if (points.seconds().length > 0) {
            out.print(String.format(Locale.ROOT, "   %-32s | %s%n", "Drop Time", "Count"));
        }
        for (int i = 0; i < points.seconds().length; i++) {
            long at = points.seconds()[i];
            out.print(String.format(
                    Locale.ROOT, "   %-32s | %d%n", at + " (" + times.seconds(at) + ")", points.counts()[i]));
        }
    }

    private void types(SSTableStatistics statistics) {
        var table = statistics.table();
        String key = table.partitionKey().stream()
                .map(column -> column.type().marshalName())
                .collect(Collectors.joining(","));
        field(
                "KeyType",
                table.partitionKey().size() == 1 ? key : "org.apache.cassandra.db.marshal.CompositeType(" + key + ")");
        field(
                "ClusteringTypes",
                table.clustering().stream().map(SSTableMetadata::clusteringType).toList());
        field("StaticColumns", columns(table.statics()));
        field("RegularColumns", columns(table.regulars()));
    }

    private static String clusteringType(ColumnMetadata column) {
        String type = column.type().marshalName();
        return column.descending() ? "org.apache.cassandra.db.marshal.ReversedType(" + type + ")" : type;
    }

    private static String columns(Iterable<ColumnMetadata> columns) {
        var types = new TreeMap<String, String>();
        columns.forEach(column -> types.put(column.name(), column.type().marshalName()));
        return types.entrySet().stream()
                .map(column -> column.getKey() + ":" + column.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String rounded(double value) {
        return value == 0 ? "0.0" : String.format(Locale.ROOT, "%.6f", value);
    }

    private void field(String name, Object value) {
        out.print((name + ": " + value).stripTrailing() + "\n");
    }
}
