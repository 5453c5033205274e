package org.helenus.protocol;

import java.util.Map;
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
        send(new ErrorResponse(error), Extras.NONE, 0);
    }
}
