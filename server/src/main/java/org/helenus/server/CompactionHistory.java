package org.helenus.server;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.helenus.compaction.CompactionListener;
import org.helenus.compaction.CompactionReport;
import org.helenus.compaction.CompactionSpaceException;
import org.helenus.compaction.CompactionStoppedException;
import org.helenus.compaction.CompactionTask;
import org.helenus.query.Completion;
import org.helenus.query.Outcome;
import org.helenus.query.Parameters;
import org.helenus.query.QueryProcessor;
import org.helenus.query.Session;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.CqlException;
import org.helenus.schema.request.BoundValues;
import org.helenus.schema.type.Wire;
import org.helenus.server.admin.PastCompaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a row in `system.compaction_history` for each compaction that ended well, for a week. The table is written
/// like any other; what is written of a compaction lives as long as its outputs would after a crash, or is missing.
/// Compactions of that table itself are not among them: each would bring the next. Any thread.
final class CompactionHistory implements CompactionListener {
    private static final Logger LOG = LoggerFactory.getLogger(CompactionHistory.class);
    private static final String KEYSPACE = "system";
    private static final String TABLE = "compaction_history";
    private static final String INSERT = "INSERT INTO system.compaction_history (id, keyspace_name, columnfamily_name,"
            + " compacted_at, bytes_in, bytes_out, rows_merged, compaction_properties)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String SELECT = "SELECT id, keyspace_name, columnfamily_name, compacted_at, bytes_in,"
            + " bytes_out, rows_merged, compaction_properties FROM system.compaction_history";

    private final Session session = Session.internal();
    private volatile Optional<QueryProcessor> processor = Optional.empty();

    /// Where it is written; before the first compaction.
    void writeTo(QueryProcessor statements) {
        processor = Optional.of(statements);
    }

    @Override
    public void completed(CompactionReport report) {
        log(report);
        boolean own = report.table().keyspace().equals(KEYSPACE)
                && report.table().name().equals(TABLE);
        if (report.outcome() == CompactionReport.Outcome.DONE && !own) {
            processor.ifPresent(statements -> write(statements, entry(report)));
        }
    }

    /// Where the table's option `log_all` asks for it.
    private static void log(CompactionReport report) {
        var options = report.table().options().compaction().options();
        if (Boolean.parseBoolean(options.getOrDefault("log_all", "false"))) {
            LOG.info("{}", report.summary());
        } else if (LOG.isDebugEnabled()) {
            LOG.debug("{}", report.summary());
        }
    }

    @Override
    public void failed(TableMetadata table, CompactionTask task, Exception cause) {
        if (cause instanceof CompactionStoppedException) {
            return;
        }
        if (cause instanceof CompactionSpaceException) {
            // Told at each attempt until there is space: where in the program is of no interest.
            LOG.warn("{}", cause.getMessage());
            return;
        }
        LOG.error("Compaction of {}.{} failed; its files live on", table.keyspace(), table.name(), cause);
    }

    private static PastCompaction entry(CompactionReport report) {
        var properties = new TreeMap<String, String>();
        properties.put("compaction_type", report.kind().text());
        properties.put("sstables_in", Integer.toString(report.inputs().size()));
        properties.put("sstables_out", Integer.toString(report.outputs().size()));
        properties.put("sstables_expired", Integer.toString(report.expired().size()));
        properties.put("bytes_read", Long.toString(report.bytesRead()));
        properties.put("duplicates_dropped", Long.toString(report.duplicatesDropped()));
        properties.put("cells_dropped", Long.toString(report.cellsDropped()));
        properties.put("tombstones_dropped", Long.toString(report.tombstonesDropped()));
        properties.put("duration_ms", Long.toString(report.durationNanos() / 1_000_000));
        properties.put("throughput", Long.toString(report.throughput()));
        return new PastCompaction(
                report.id(),
                report.table().keyspace(),
                report.table().name(),
                report.endedMicros() / 1000,
                report.bytesIn(),
                report.bytesOut(),
                report.rowsMerged(),
                properties);
    }

    private void write(QueryProcessor statements, PastCompaction entry) {
        var values = new Values();
        values.add(Wire.ofUuid(entry.id()));
        values.add(Wire.ofText(entry.keyspace()));
        values.add(Wire.ofText(entry.table()));
        values.add(Wire.ofLong(entry.compactedAtMillis()));
        values.add(Wire.ofLong(entry.bytesIn()));
        values.add(Wire.ofLong(entry.bytesOut()));
        var merged = new ByteWriter(64);
        merged.i32(entry.rowsMerged().size());
        entry.rowsMerged().forEach((inputs, rows) -> {
            element(merged, Wire.ofInt(inputs));
            element(merged, Wire.ofLong(rows));
        });
        values.add(merged.toArray());
        var properties = new ByteWriter(256);
        properties.i32(entry.properties().size());
        entry.properties().forEach((name, value) -> {
            element(properties, Wire.ofText(name));
            element(properties, Wire.ofText(value));
        });
        values.add(properties.toArray());
        statements.query(INSERT, Parameters.of(values.bound()), session, new Completion() {
            @Override
            public void complete(Outcome outcome, long durablePosition) {}

            @Override
            public void fail(CqlException error) {
                LOG.warn("A compaction of {}.{} is not in the history: {}", entry.keyspace(), entry.table(), error);
            }
        });
    }

    private static void element(ByteWriter out, byte[] value) {
        out.i32(value.length);
        out.bytes(value);
    }

    /// The values of a statement, one after the other.
    private static final class Values {
        private final ByteWriter bytes = new ByteWriter(512);
        private final List<Integer> ends = new ArrayList<>();

        void add(byte[] value) {
            bytes.bytes(value);
            ends.add(bytes.length());
        }

        BoundValues bound() {
            var offsets = new int[ends.size()];
            var lengths = new int[ends.size()];
            for (int i = 0; i < offsets.length; i++) {
                offsets[i] = i == 0 ? 0 : ends.get(i - 1);
                lengths[i] = ends.get(i) - offsets[i];
            }
            return new BoundValues(bytes.toArray(), offsets, lengths, List.of());
        }
    }

    /// All that the table holds, the latest first. Waits for the disk; not for event loops.
    List<PastCompaction> entries() {
        if (processor.isEmpty()) {
            return List.of();
        }
        var answer = new CompletableFuture<List<PastCompaction>>();
        processor.get().query(SELECT, Parameters.PLAIN, session, new Completion() {
            @Override
            public void complete(Outcome outcome, long durablePosition) {
                answer.complete(outcome instanceof Outcome.Rows rows ? read(rows) : List.of());
            }

            @Override
            public void fail(CqlException error) {
                answer.completeExceptionally(error);
            }
        });
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof CqlException refused ? refused : e;
        }
    }

    private static List<PastCompaction> read(Outcome.Rows rows) {
        var content = ByteBuffer.wrap(rows.content().array(), 0, rows.content().length());
        var entries = new ArrayList<PastCompaction>();
        for (int row = 0; row < rows.rowCount(); row++) {
            var id = value(content);
            entries.add(new PastCompaction(
                    new UUID(id.getLong(), id.getLong()),
                    text(value(content)),
                    text(value(content)),
                    number(value(content)),
                    number(value(content)),
                    number(value(content)),
                    rowsMerged(value(content)),
                    properties(value(content))));
        }
        entries.sort(Comparator.comparingLong(PastCompaction::compactedAtMillis).reversed());
        return entries;
    }

    /// The next value; an empty one for null.
    private static ByteBuffer value(ByteBuffer content) {
        int length = Math.max(0, content.getInt());
        var value = content.slice(content.position(), length);
        content.position(content.position() + length);
        return value;
    }

    private static String text(ByteBuffer value) {
        return java.nio.charset.StandardCharsets.UTF_8.decode(value).toString();
    }

    private static long number(ByteBuffer value) {
        return value.hasRemaining() ? value.getLong() : 0;
    }

    private static SortedMap<Integer, Long> rowsMerged(ByteBuffer value) {
        var merged = new TreeMap<Integer, Long>();
        int entries = value.hasRemaining() ? value.getInt() : 0;
        for (int i = 0; i < entries; i++) {
            merged.put(value(value).getInt(), value(value).getLong());
        }
        return merged;
    }

    private static SortedMap<String, String> properties(ByteBuffer value) {
        var properties = new TreeMap<String, String>();
        int entries = value.hasRemaining() ? value.getInt() : 0;
        for (int i = 0; i < entries; i++) {
            properties.put(text(value(value)), text(value(value)));
        }
        return properties;
    }
}
