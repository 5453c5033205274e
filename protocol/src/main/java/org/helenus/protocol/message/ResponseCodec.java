package org.helenus.protocol.message;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.helenus.protocol.frame.BodyReader;
import org.helenus.protocol.frame.EnvelopeFormat;
import org.helenus.protocol.frame.Notation;
import org.helenus.protocol.frame.Opcode;
import org.helenus.protocol.frame.ProtocolVersion;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.ProtocolError;

/// Responses to bodies and back, and the extras that go before them, in this order: \[uuid] tracing id, \[string list]
/// warnings, \[bytes map] custom payload, each announced by a flag of the envelope.
public final class ResponseCodec {
    private ResponseCodec() {}

    /// The envelope flags for these extras.
    public static int flags(Extras extras, int version) {
        int flags = extras.tracingId().isPresent() ? EnvelopeFormat.FLAG_TRACING : 0;
        if (version >= ProtocolVersion.V4) {
            flags |= (extras.warnings().isEmpty() ? 0 : EnvelopeFormat.FLAG_WARNING)
                    | (extras.customPayload().isEmpty() ? 0 : EnvelopeFormat.FLAG_CUSTOM_PAYLOAD);
        }
        return flags;
    }

    /// Appends the body: the extras that `flags` announces, then the response.
    public static void encode(Response response, Extras extras, int flags, int version, ByteWriter out) {
        if ((flags & EnvelopeFormat.FLAG_TRACING) != 0) {
            Notation.uuid(out, extras.tracingId().orElseThrow());
        }
        if ((flags & EnvelopeFormat.FLAG_WARNING) != 0) {
            Notation.stringList(out, extras.warnings());
        }
        if ((flags & EnvelopeFormat.FLAG_CUSTOM_PAYLOAD) != 0) {
            Notation.bytesMap(out, extras.customPayload());
        }
        switch (response) {
            case ErrorResponse error -> ErrorCodec.encode(error.error(), version, out);
            case Ready _ -> {}
            case Authenticate authenticate -> Notation.string(out, authenticate.authenticator());
            case Supported supported -> Notation.stringMultimap(out, supported.options());
            case Result result -> ResultCodec.encode(result, version, out);
            case AuthChallenge challenge -> Notation.bytes(out, challenge.token());
            case AuthSuccess success -> Notation.bytes(out, success.token());
            case Event event -> EventCodec.encode(event, version, out);
        }
    }

    /// Reads the extras that `flags` announces; the response follows.
    public static Extras decodeExtras(int flags, BodyReader in) {
        Optional<UUID> tracingId =
                (flags & EnvelopeFormat.FLAG_TRACING) != 0 ? Optional.of(in.uuid()) : Optional.empty();
        List<String> warnings = (flags & EnvelopeFormat.FLAG_WARNING) != 0 ? in.stringList() : List.of();
        Map<String, byte[]> payload = (flags & EnvelopeFormat.FLAG_CUSTOM_PAYLOAD) != 0 ? in.bytesMap() : Map.of();
        return new Extras(tracingId, warnings, payload);
    }

    /// @throws ProtocolError the body is no such message
    public static Response decode(Opcode opcode, int version, BodyReader in) {
        return switch (opcode) {
            case ERROR -> new ErrorResponse(ErrorCodec.decode(version, in));
            case READY -> new Ready();
            case AUTHENTICATE -> new Authenticate(in.string());
            case SUPPORTED -> new Supported(in.stringMultimap());
            case RESULT -> ResultCodec.decode(version, in);
            case EVENT -> EventCodec.decode(in);
            case AUTH_CHALLENGE -> new AuthChallenge(in.bytes().orElse(new byte[0]));
            case AUTH_SUCCESS -> new AuthSuccess(in.bytes());
            case STARTUP, OPTIONS, QUERY, PREPARE, EXECUTE, REGISTER, BATCH, AUTH_RESPONSE ->
                throw new ProtocolError("Invalid opcode " + opcode + " for a response");
        };
    }
}
