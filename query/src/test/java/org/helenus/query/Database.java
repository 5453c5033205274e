package org.helenus.query;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.helenus.query.system.SystemSources;
import org.helenus.schema.ColumnSpec;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.CqlException;
import org.helenus.schema.request.BoundValues;
import org.helenus.schema.type.CqlType;
import org.helenus.storage.ManualClock;
import org.helenus.storage.StorageEngine;
import org.helenus.storage.StorageListener;
import org.helenus.storage.StorageOptions;
import org.helenus.storage.disk.MemoryDisk;

/// A processor over a real engine on a disk in memory, with a clock that stands still and an I/O pool that is the
/// caller.
final class Database implements AutoCloseable {
    /// 2026-01-02T03:04:05Z.
    static final long START_MICROS = 1_767_323_045_000_000L;

    final ManualClock clock = new ManualClock(START_MICROS);
    final MemoryDisk disk = new MemoryDisk(1);
    final Session session = Session.internal();
    private final Executor ioPool;
    private final StorageOptions options;
    private StorageEngine storage;
    private QueryProcessor processor;
    private QueryOptions queries = QueryOptions.DEFAULTS;
    private int seed = 7;

    Database() throws IOException {
        this(Runnable::run);
    }

    Database(Executor ioPool) throws IOException {
        this(ioPool, StorageOptions.DEFAULTS);
    }

    Database(Executor ioPool, StorageOptions options) throws IOException {
        this.ioPool = ioPool;
        this.options = options;
        open();
    }

    private void open() throws IOException {
        storage = StorageEngine.open(disk, options, clock, StorageListener.NONE);
        process();
    }

    private void process() {
        processor = new QueryProcessor(
                storage,
                NodeDescription.local(new UUID(0, 1), 9042),
                queries,
                ioPool,
                clock,
                new Random(seed),
                SystemSources.ofSchema(storage::schema));
    }

    QueryOptions queries() {
        return queries;
    }

    /// As a start with other settings, which keeps what is stored.
    void queries(QueryOptions options) {
        queries = options;
        seed++;
        processor.close();
        process();
    }

    void restart() throws IOException {
        close();
        open();
    }

    StorageEngine storage() {
        return storage;
    }

    QueryProcessor processor() {
        return processor;
    }

    void advance(Duration time) {
        clock.advance(time);
    }

    void flush() throws IOException {
        for (var table : storage.tables()) {
            storage.flush(table.id());
        }
    }

    /// Remembers what a request came to.
    static final class Answer implements Completion {
        final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

        @Override
        public void complete(Outcome result, long durablePosition) {
            if (!outcome.complete(result)) {
                throw new IllegalStateException("completed twice");
            }
        }

        @Override
        public void fail(CqlException error) {
            if (!outcome.completeExceptionally(error)) {
                throw new IllegalStateException("completed twice");
            }
        }

        Outcome get() {
            try {
                return outcome.join();
            } catch (java.util.concurrent.CompletionException e) {
                throw (CqlException) e.getCause();
            }
        }
    }

    Outcome run(String cql) {
        return run(cql, Parameters.PLAIN);
    }

    Outcome run(String cql, Parameters parameters) {
        var answer = new Answer();
        processor.query(cql, parameters, session, answer);
        return answer.get();
    }

    Outcome execute(Prepared prepared, Parameters parameters) {
        var answer = new Answer();
        processor.execute(prepared.id(), parameters, session, answer);
        return answer.get();
    }

    /// Rows as texts of their values.
    static List<List<String>> rows(Outcome outcome) {
        var rows = (Outcome.Rows) outcome;
        var texts = new ArrayList<List<String>>();
        byte[] content = rows.content().toArray();
        var in = java.nio.ByteBuffer.wrap(content);
        for (int i = 0; i < rows.rowCount(); i++) {
            var row = new ArrayList<String>();
            for (ColumnSpec column : rows.columns()) {
                int length = in.getInt();
                if (length < 0) {
                    row.add("null");
                } else {
                    var value = new byte[length];
                    in.get(value);
                    column.type().validate(value, 0, length);
                    row.add(column.type().format(value));
                }
            }
            texts.add(row);
        }
        if (in.hasRemaining()) {
            throw new AssertionError(in.remaining() + " bytes after the last row");
        }
        return texts;
    }

    /// All pages of a query, joined; no page is larger than asked.
    List<List<String>> paged(String cql, BoundValues values, int pageSize) {
        var all = new ArrayList<List<String>>();
        byte[] state = {};
        while (true) {
            Outcome outcome = run(cql, Parameters.of(values).withPage(pageSize, state));
            List<List<String>> page = rows(outcome);
            if (page.size() > pageSize) {
                throw new AssertionError("a page of " + page.size() + " rows");
            }
            all.addAll(page);
            if (all.size() > 100_000) {
                throw new AssertionError("pages without end");
            }
            Optional<byte[]> next = ((Outcome.Rows) outcome).pagingState();
            if (next.isEmpty()) {
                return all;
            }
            if (page.isEmpty()) {
                throw new AssertionError("an empty page that goes on");
            }
            state = next.get();
        }
    }

    /// Bound values from texts: `null`, `unset`, `0x…` for raw bytes, else the constant's text.
    static BoundValues bind(List<ColumnSpec> variables, List<String> texts) {
        var bytes = new ByteWriter();
        var offsets = new int[texts.size()];
        var lengths = new int[texts.size()];
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            offsets[i] = bytes.length();
            if (text.equals("null")) {
                lengths[i] = BoundValues.NULL;
            } else if (text.equals("unset")) {
                lengths[i] = BoundValues.UNSET;
            } else {
                byte[] value = text.startsWith("0x")
                        ? java.util.HexFormat.of().parseHex(text.substring(2))
                        : parse(variables.get(i).type(), text);
                lengths[i] = value.length;
                bytes.bytes(value);
            }
        }
        return new BoundValues(bytes.toArray(), offsets, lengths, List.of());
    }

    private static byte[] parse(CqlType type, String text) {
        return text.equals("''") ? "".getBytes(StandardCharsets.UTF_8) : type.parse(text);
    }

    @Override
    public void close() throws IOException {
        processor.close();
        storage.close();
    }
}
