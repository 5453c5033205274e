package org.helenus.query;

import java.util.UUID;
import org.helenus.schema.error.CqlException;

/// Takes the answer of one request: exactly one call, perhaps before the request's method returns, perhaps on another
/// thread.
public interface Completion {
    /// @param durablePosition the answer must not leave before the commit log is durable up to here; 0: it may
    ///     leave at once
    void complete(Outcome outcome, long durablePosition);

    /// The error's warnings go along.
    void fail(CqlException error);

    /// The same for a request that left a trace.
    default void fail(CqlException error, UUID tracingId) {
        fail(error);
    }
}
