package org.helenus.tools.shell;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.helenus.schema.error.AlreadyExists;
import org.helenus.schema.error.BadCredentials;
import org.helenus.schema.error.CasWriteUnknown;
import org.helenus.schema.error.CdcWriteFailure;
import org.helenus.schema.error.ConfigurationError;
import org.helenus.schema.error.CqlException;
import org.helenus.schema.error.FunctionFailure;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.error.IsBootstrapping;
import org.helenus.schema.error.Overloaded;
import org.helenus.schema.error.ProtocolError;
import org.helenus.schema.error.ReadFailure;
import org.helenus.schema.error.ReadTimeout;
import org.helenus.schema.error.ServerError;
import org.helenus.schema.error.SyntaxError;
import org.helenus.schema.error.TruncateError;
import org.helenus.schema.error.Unauthorized;
import org.helenus.schema.error.Unavailable;
import org.helenus.schema.error.Unprepared;
import org.helenus.schema.error.WriteFailure;
import org.helenus.schema.error.WriteTimeout;
import org.helenus.schema.request.ConsistencyLevel;

/// The server's errors as cqlsh tells them: the name of the error, then either its message or a summary with the code
/// and, where the protocol has more to tell, the details.
final class ErrorText {
    private static final String TIMED_OUT = "Coordinator node timed out waiting for replica nodes' responses";

    private ErrorText() {}

    static String of(CqlException error) {
        return switch (error) {
            case SyntaxError _ -> "SyntaxException: " + error.getMessage();
            case ConfigurationError _ -> "ConfigurationException: " + error.getMessage();
            case ServerError _ -> "ServerError: " + error.getMessage();
            case ProtocolError _ -> "ProtocolException: " + error.getMessage();
            case TruncateError _ -> "TruncateError: " + error.getMessage();
            case Overloaded _ -> "OverloadedErrorMessage: " + error.getMessage();
            case IsBootstrapping _ -> "IsBootstrappingErrorMessage: " + error.getMessage();
            case AlreadyExists exists -> "AlreadyExists: " + alreadyExists(exists);
            case Unprepared _ -> "PreparedQueryNotFound: " + error.getMessage();
            case BadCredentials _ -> "AuthenticationFailed: " + summary(error, "Bad credentials");
            case InvalidRequest _ -> "InvalidRequest: " + summary(error, "Invalid query");
            case Unauthorized _ -> "Unauthorized: " + summary(error, "Unauthorized");
            case FunctionFailure _ -> "FunctionFailure: " + summary(error, "User Defined Function failure");
            case CdcWriteFailure _ ->
                "CDCWriteFailure: " + summary(error, "CDC is enabled and a write could not be logged");
            case Unavailable unavailable ->
                "Unavailable: " + summary(error, "Unavailable exception")
                        + info(
                                "required_replicas",
                                unavailable.required(),
                                "alive_replicas",
                                unavailable.alive(),
                                unavailable.consistency());
            case ReadTimeout timeout ->
                "ReadTimeout: " + summary(error, TIMED_OUT)
                        + answers(timeout.blockFor(), timeout.received(), timeout.consistency());
            case WriteTimeout timeout ->
                "WriteTimeout: " + summary(error, TIMED_OUT)
                        + answers(timeout.blockFor(), timeout.received(), timeout.consistency());
            case CasWriteUnknown unknown ->
                "CasWriteUnknown: " + summary(error, "Result of the conditional write is unknown")
                        + answers(unknown.blockFor(), unknown.received(), unknown.consistency());
            case ReadFailure failure ->
                "ReadFailure: " + summary(error, "Replica(s) failed to execute read")
                        + answers(failure.blockFor(), failure.received(), failure.consistency());
            case WriteFailure failure ->
                "WriteFailure: " + summary(error, "Replica(s) failed to execute write")
                        + answers(failure.blockFor(), failure.received(), failure.consistency());
        };
    }

    /// The code in hexadecimal, what it means, what the server said.
    static String summary(CqlException error, String meaning) {
        return "Error from server: code=%04x [%s] message=\"%s\"".formatted(error.code(), meaning, error.getMessage());
    }

    private static String alreadyExists(AlreadyExists error) {
        return error.table().isEmpty()
                ? "Keyspace '" + error.keyspace() + "' already exists"
                : "Table '" + error.keyspace() + "." + error.table() + "' already exists";
    }

    private static String answers(int required, int received, ConsistencyLevel consistency) {
        return info("required_responses", required, "received_responses", received, consistency);
    }

    private static String info(String need, int needed, String have, int had, ConsistencyLevel consistency) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("consistency", "'" + consistency + "'");
        details.put(need, Integer.toString(needed));
        details.put(have, Integer.toString(had));
        var text = new StringJoiner(", ", " info={", "}");
        details.forEach((key, value) -> text.add("'" + key + "': " + value));
        return text.toString();
    }
}
