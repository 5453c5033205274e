package org.helenus.protocol.frame;

import org.helenus.schema.error.CqlException;

/// A frame that cannot become an envelope, with the answer its sender is due. Thrown before anything of the body is
/// kept.
///
/// After a rejection that is not [#fatal()] the reader stands at the next frame; after a fatal one the bytes that
/// follow mean nothing.
public final class RejectedFrame extends Exception {
    private final transient CqlException error;
    private final int version;
    private final int stream;
    private final boolean fatal;

    RejectedFrame(CqlException error, int version, int stream, boolean fatal) {
        super(error.getMessage(), null, false, false);
        this.error = error;
        this.version = version;
        this.stream = stream;
        this.fatal = fatal;
    }

    public CqlException error() {
        return error;
    }

    /// The version to answer in. Below [ProtocolVersion#LOWEST]: the head has the form of versions 1 and 2.
    public int version() {
        return version;
    }

    public int stream() {
        return stream;
    }

    public boolean fatal() {
        return fatal;
    }
}
