package org.helenus.protocol.message;

import java.util.Optional;
import java.util.OptionalLong;
import org.helenus.schema.request.BoundValues;
import org.helenus.schema.request.ConsistencyLevel;

/// How a statement is to be executed.
///
/// @param values slices of the request's body
/// @param skipMetadata the client knows the result's metadata already
/// @param pageSize rows of a page; 0 or less: no paging
/// @param pagingState where the next page begins; empty: at the start
/// @param timestamp the default write timestamp in microseconds
/// @param keyspace the one to resolve names in instead of the connection's; version 5
/// @param nowInSeconds the clock for TTLs and expiry, in epoch seconds; version 5
public record QueryParameters(
        ConsistencyLevel consistency,
        Optional<ConsistencyLevel> serialConsistency,
        BoundValues values,
        boolean skipMetadata,
        int pageSize,
        byte[] pagingState,
        OptionalLong timestamp,
        Optional<String> keyspace,
        OptionalLong nowInSeconds) {
    private static final byte[] NO_STATE = {};

    /// Nothing but a consistency level and values.
    public static QueryParameters of(ConsistencyLevel consistency, BoundValues values) {
        return new QueryParameters(
                consistency,
                Optional.empty(),
                values,
                false,
                -1,
                NO_STATE,
                OptionalLong.empty(),
                Optional.empty(),
                OptionalLong.empty());
    }

    /// The same, with a page of a result asked for.
    public QueryParameters withPage(int rows, byte[] state) {
        return new QueryParameters(
                consistency, serialConsistency, values, skipMetadata, rows, state, timestamp, keyspace, nowInSeconds);
    }

    /// The same, without metadata in the result.
    public QueryParameters withoutMetadata() {
        return new QueryParameters(
                consistency, serialConsistency, values, true, pageSize, pagingState, timestamp, keyspace, nowInSeconds);
    }

    /// The same, with a level for the condition of a conditional write.
    public QueryParameters withSerialConsistency(ConsistencyLevel serial) {
        return new QueryParameters(
                consistency,
                Optional.of(serial),
                values,
                skipMetadata,
                pageSize,
                pagingState,
                timestamp,
                keyspace,
                nowInSeconds);
    }
}
