package org.helenus.server;

import java.io.IOException;

/// The server cannot start; the message is one sentence for whoever started it.
public final class StartException extends IOException {
    private final ExitCode exitCode;

    StartException(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    StartException(ExitCode exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /// What the process would end with.
    public ExitCode exitCode() {
        return exitCode;
    }
}
