package org.helenus.protocol;

import org.helenus.protocol.message.Request;

/// What answers requests: the seam upward.
///
/// Threads: all calls for one connection come on its event loop, so they must not block. Replies may be given from any
/// thread.
public interface RequestHandler {
    /// A client connected. Nothing is known of it yet but its address.
    void connected(Connection connection);

    /// Answers one request through `reply`, now or later, exactly once. The server has already seen to what the
    /// protocol itself wants: [org.helenus.protocol.message.Startup] is checked and taken over into `connection`,
    /// and arrives first, to be answered with `Ready` or `Authenticate`; [org.helenus.protocol.message.Register]
    /// has registered.
    void handle(Request request, Connection connection, Reply reply);

    /// The connection is gone; replies to it are dropped from here on.
    void closed(Connection connection);
}
