package org.helenus.protocol;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.helenus.protocol.message.ErrorResponse;
import org.helenus.protocol.message.Extras;
import org.helenus.protocol.message.Response;
import org.helenus.schema.error.CqlException;

/// The one answer to one request, and what came beside the request. Any thread may answer, once.
public interface Reply {
    /// The client wants this request traced.
    boolean tracing();

    /// The client's own additions to the request; empty without any.
    Map<String, byte[]> customPayload();

    /// Answers. The answer leaves when `durablePosition` is durable: whoever sees it sees nothing that a crash
    /// could take back. Position 0 is always durable.
    void send(Response response, Extras extras, long durablePosition);

    default void send(Response response, long durablePosition) {
        send(response, Extras.NONE, durablePosition);
    }

    /// Answers that the request failed.
    default void fail(CqlException error) {
        fail(error, Optional.empty());
    }

    /// @param tracingId of the trace that the request left
    default void fail(CqlException error, Optional<UUID> tracingId) {
        var extras = tracingId.isEmpty() && error.warnings().isEmpty()
                ? Extras.NONE
                : new Extras(tracingId, error.warnings(), Map.of());
        send(new ErrorResponse(error), extras, 0);
    }
}
