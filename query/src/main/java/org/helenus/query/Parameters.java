package org.helenus.query;

import java.util.Optional;
import java.util.OptionalLong;
import org.helenus.schema.request.BoundValues;
import org.helenus.schema.request.ConsistencyLevel;

/// What accompanies one statement on the wire.
///
/// @param serialConsistency the level of a condition's serial phase; empty means `SERIAL`
/// @param values the bound values; they stay slices of the request's bytes, which must live until the completion
/// @param pageSize rows of a page; zero or less: everything in one answer
/// @param pagingState where to go on, as an earlier answer gave it; empty at the start
/// @param timestamp the client's write timestamp in microseconds
/// @param keyspace the keyspace of this request alone (protocol v5), before the session's
/// @param nowInSeconds the client's idea of now (protocol v5), for expiry and tombstones
/// @param tracing whether the request is to leave rows in `system_traces`
public record Parameters(
        ConsistencyLevel consistency,
        Optional<ConsistencyLevel> serialConsistency,
        BoundValues values,
        int pageSize,
        byte[] pagingState,
        OptionalLong timestamp,
        Optional<String> keyspace,
        OptionalLong nowInSeconds,
        boolean tracing,
        int protocolVersion) {

    /// The parameters of a statement that carries nothing but itself.
    public static final Parameters PLAIN = of(BoundValues.EMPTY);

    public static Parameters of(BoundValues values) {
        return new Parameters(
                ConsistencyLevel.ONE,
                Optional.empty(),
                values,
                0,
                new byte[0],
                OptionalLong.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                false,
                4);
    }

    public Parameters withPage(int size, byte[] state) {
        return new Parameters(
                consistency,
                serialConsistency,
                values,
                size,
                state,
                timestamp,
                keyspace,
                nowInSeconds,
                tracing,
                protocolVersion);
    }

    public Parameters withConsistency(ConsistencyLevel level) {
        return new Parameters(
                level,
                serialConsistency,
                values,
                pageSize,
                pagingState,
                timestamp,
                keyspace,
                nowInSeconds,
                tracing,
                protocolVersion);
    }

    public Parameters withValues(BoundValues bound) {
        return new Parameters(
                consistency,
                serialConsistency,
                bound,
                pageSize,
                pagingState,
                timestamp,
                keyspace,
                nowInSeconds,
                tracing,
                protocolVersion);
    }
}
