package org.helenus.tools.shell;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.helenus.protocol.client.Page;
import org.helenus.protocol.message.QueryParameters;
import org.helenus.protocol.message.RowsResult;
import org.helenus.schema.request.BoundValues;
import org.helenus.schema.request.ConsistencyLevel;
import org.helenus.schema.type.NativeType;

/// Fetches tracing sessions and lays them out as cqlsh does: the request, its events, its end.
final class Traces {
    private static final List<String> NAMES = List.of("activity", "timestamp", "source", "source_elapsed", "client");

    /// Between two looks.
    static final Duration PAUSE = Duration.ofMillis(100);

    private final Session session;
    private final ValueFormat format;
    private final Pause pause;

    /// Waits between two looks at a trace that is still being written.
    interface Pause {
        /// @return whether to look again
        boolean untilNext(Duration waited);
    }

    Traces(Session session, ValueFormat format, Pause pause) {
        this.session = session;
        this.format = format;
        this.pause = pause;
    }

    /// Empty: there is no such session, or it was not complete in time.
    Optional<ResultTable> table(UUID id) throws IOException {
        var waited = Duration.ZERO;
        while (true) {
            var found = query("SELECT request, started_at, coordinator, duration, client FROM system_traces.sessions"
                    + " WHERE session_id = " + id);
            if (found.rowCount() > 0 && found.value(0, 3).isPresent()) {
                return Optional.of(table(id, found));
            }
            if (!pause.untilNext(waited)) {
                return Optional.empty();
            }
            waited = waited.plus(PAUSE);
        }
    }

    private ResultTable table(UUID id, Page found) throws IOException {
        var events = query("SELECT activity, event_id, source, source_elapsed FROM system_traces.events"
                + " WHERE session_id = " + id);
        var rows = new ArrayList<List<StyledText>>();
        var request = found.row(0);
        var started = request.get(1);
        var coordinator = cell(NativeType.INET, request.get(2));
        var client = cell(NativeType.INET, request.get(4));
        rows.add(List.of(
                cell(NativeType.TEXT, request.get(0)),
                cell(NativeType.TIMESTAMP, started),
                coordinator,
                cell(NativeType.INT, Optional.of(new byte[4])),
                client));
        for (int i = 0; i < events.rowCount(); i++) {
            var event = events.row(i);
            rows.add(List.of(
                    cell(NativeType.TEXT, event.get(0)),
                    event.get(1).map(this::timeOf).orElse(cell(NativeType.TIMESTAMP, Optional.empty())),
                    cell(NativeType.INET, event.get(2)),
                    cell(NativeType.INT, event.get(3)),
                    client));
        }
        rows.add(List.of(
                TextFormat.format("Request complete", false),
                end(started, request.get(3)),
                coordinator,
                cell(NativeType.INT, request.get(3)),
                client));
        return new ResultTable(
                NAMES.stream().map(name -> StyledText.of(name, Color.MAGENTA)).toList(), rows);
    }

    private StyledText cell(NativeType type, Optional<byte[]> value) {
        return format.format(type, value);
    }

    /// The time in a version 1 UUID: 100 ns since October 1582.
    private StyledText timeOf(byte[] timeuuid) {
        var bytes = ByteBuffer.wrap(timeuuid);
        long ticks = new UUID(bytes.getLong(), bytes.getLong()).timestamp() - 0x01B2_1DD2_1381_4000L;
        return format.timestampMicros(ticks / 10);
    }

    private StyledText end(Optional<byte[]> started, Optional<byte[]> durationMicros) {
        if (started.isEmpty() || durationMicros.isEmpty()) {
            return cell(NativeType.TIMESTAMP, Optional.empty());
        }
        long millis = ByteBuffer.wrap(started.get()).getLong();
        return format.timestampMicros(
                millis * 1000 + ByteBuffer.wrap(durationMicros.get()).getInt());
    }

    private Page query(String cql) throws IOException {
        var answer = session.execute(cql, QueryParameters.of(ConsistencyLevel.ONE, BoundValues.EMPTY), false);
        if (answer.response() instanceof RowsResult rows) {
            return Page.of(rows, List.of());
        }
        throw new IOException("No rows for " + cql);
    }
}
