package org.helenus.schema.error;

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

    CqlException(int code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /// The protocol's error code.
    public int code() {
        return code;
    }
}
