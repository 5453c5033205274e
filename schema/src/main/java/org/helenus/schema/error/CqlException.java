package org.helenus.schema.error;

import java.util.List;

/// What a client must be told. One final subtype per error code of the native protocol, carrying the fields of its
/// body.
///
/// No stack trace is taken: these are answers, not accidents, and some are given often.
public abstract sealed class CqlException extends RuntimeException
        permits ServerError,
                ProtocolError,
                BadCredentials,
                Unavailable,
                Overloaded,
                IsBootstrapping,
                TruncateError,
                WriteTimeout,
                ReadTimeout,
                ReadFailure,
                FunctionFailure,
                WriteFailure,
                CdcWriteFailure,
                CasWriteUnknown,
                SyntaxError,
                Unauthorized,
                InvalidRequest,
                ConfigurationError,
                AlreadyExists,
                Unprepared {
    private final int code;
    private List<String> warnings = List.of();

    CqlException(int code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /// What the client is to be warned of besides, as with an answer that is no error.
    public final List<String> warnings() {
        return warnings;
    }

    /// Gives the error its warnings; whoever makes it calls this before it is thrown.
    public final void warn(List<String> texts) {
        warnings = List.copyOf(texts);
    }

    /// The protocol's error code.
    public int code() {
        return code;
    }
}
