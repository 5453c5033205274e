package org.helenus.protocol.netty;

import java.util.Map;
import org.helenus.protocol.Reply;
import org.helenus.protocol.message.Extras;
import org.helenus.protocol.message.Response;

/// One request that is not answered yet, then its answer on its way out.
final class PendingReply implements Reply, HeldAnswers.Positioned {
    private final ClientChannel channel;
    private final int version;
    private final int stream;
    private final boolean tracing;
    private final long requestBytes;

    private Map<String, byte[]> customPayload = Map.of();
    private volatile boolean sent;
    /// Written by the thread that answers before the reply is handed to the loop.
    private Response response;
    private Extras extras = Extras.NONE;
    private long durablePosition;

    PendingReply(ClientChannel channel, int version, int stream, boolean tracing, long requestBytes) {
        this.channel = channel;
        this.version = version;
        this.stream = stream;
        this.tracing = tracing;
        this.requestBytes = requestBytes;
    }

    @Override
    public boolean tracing() {
        return tracing;
    }

    @Override
    public Map<String, byte[]> customPayload() {
        return customPayload;
    }

    @Override
    public void send(Response answer, Extras answerExtras, long position) {
        if (sent) {
            throw new IllegalStateException("a request is answered once");
        }
        sent = true;
        response = answer;
        extras = answerExtras;
        durablePosition = position;
        channel.answers().deliver(this);
    }

    void customPayload(Map<String, byte[]> payload) {
        customPayload = payload;
    }

    boolean isSent() {
        return sent;
    }

    ClientChannel channel() {
        return channel;
    }

    int version() {
        return version;
    }

    int stream() {
        return stream;
    }

    /// What the request counts for in the budgets.
    long requestBytes() {
        return requestBytes;
    }

    Response response() {
        return response;
    }

    Extras extras() {
        return extras;
    }

    @Override
    public long durablePosition() {
        return durablePosition;
    }
}
