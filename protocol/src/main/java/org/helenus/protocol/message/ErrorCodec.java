package org.helenus.protocol.message;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.helenus.protocol.frame.BodyReader;
import org.helenus.protocol.frame.Notation;
import org.helenus.protocol.frame.ProtocolVersion;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.AlreadyExists;
import org.helenus.schema.error.BadCredentials;
import org.helenus.schema.error.CasWriteUnknown;
import org.helenus.schema.error.CdcWriteFailure;
import org.helenus.schema.error.ConfigurationError;
import org.helenus.schema.error.CqlException;
import org.helenus.schema.error.FailureReason;
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
import org.helenus.schema.error.WriteType;
import org.helenus.schema.request.ConsistencyLevel;

/// ERROR bodies: \[int] code, \[string] message, then what the code has:
///
///     1000 unavailable        [consistency] [int] required [int] alive
///     1100 write timeout      [consistency] [int] received [int] block for [string] write type
///                             version 5, CAS only: [short] contentions
///     1200 read timeout       [consistency] [int] received [int] block for [byte] data present
///     1300 read failure       [consistency] [int] received [int] block for failures [byte] data present  (v4)
///     1400 function failure   [string] keyspace [string] function [string list] argument types           (v4)
///     1500 write failure      [consistency] [int] received [int] block for failures [string] write type  (v4)
///     1700 CAS write unknown  [consistency] [int] received [int] block for                                (v5)
///     2400 already exists     [string] keyspace [string] table
///     2500 unprepared         [short bytes] id
///     failures: version 4 their [int] number; version 5 [int] n, n × ([inetaddr] [short] reason)
final class ErrorCodec {
    private ErrorCodec() {}

    static void encode(CqlException error, int version, ByteWriter out) {
        var known = knownTo(version, error);
        out.i32(known.code());
        Notation.string(out, String.valueOf(known.getMessage()));
        switch (known) {
            case Unavailable e -> {
                Notation.consistency(out, e.consistency());
                out.i32(e.required());
                out.i32(e.alive());
            }
            case WriteTimeout e -> {
                counts(e.consistency(), e.received(), e.blockFor(), out);
                Notation.string(out, e.writeType().name());
                if (version >= ProtocolVersion.V5 && e.writeType() == WriteType.CAS) {
                    out.u16(Math.min(e.contentions(), 0xffff));
                }
            }
            case ReadTimeout e -> {
                counts(e.consistency(), e.received(), e.blockFor(), out);
                out.u8(e.dataPresent() ? 1 : 0);
            }
            case ReadFailure e -> {
                counts(e.consistency(), e.received(), e.blockFor(), out);
                failures(e.reasons(), version, out);
                out.u8(e.dataPresent() ? 1 : 0);
            }
            case WriteFailure e -> {
                counts(e.consistency(), e.received(), e.blockFor(), out);
                failures(e.reasons(), version, out);
                Notation.string(out, e.writeType().name());
            }
            case FunctionFailure e -> {
                Notation.string(out, e.keyspace());
                Notation.string(out, e.function());
                Notation.stringList(out, e.argumentTypes());
            }
            case CasWriteUnknown e -> counts(e.consistency(), e.received(), e.blockFor(), out);
            case AlreadyExists e -> {
                Notation.string(out, e.keyspace());
                Notation.string(out, e.table());
            }
            case Unprepared e -> Notation.shortBytes(out, e.id());
            case ServerError _,
                    ProtocolError _,
                    BadCredentials _,
                    Overloaded _,
                    IsBootstrapping _,
                    TruncateError _,
                    CdcWriteFailure _,
                    SyntaxError _,
                    Unauthorized _,
                    InvalidRequest _,
                    ConfigurationError _ -> {}
        }
    }

    /// The error itself, or the nearest one that the version has.
    private static CqlException knownTo(int version, CqlException error) {
        if (version >= ProtocolVersion.V5) {
            return error;
        }
        if (error instanceof CasWriteUnknown e) {
            return new WriteTimeout(e.getMessage(), e.consistency(), e.received(), e.blockFor(), WriteType.CAS, 0);
        }
        if (version >= ProtocolVersion.V4) {
            return error;
        }
        return switch (error) {
            case ReadFailure e ->
                new ReadTimeout(e.getMessage(), e.consistency(), e.received(), e.blockFor(), e.dataPresent());
            case WriteFailure e ->
                new WriteTimeout(e.getMessage(), e.consistency(), e.received(), e.blockFor(), e.writeType(), 0);
            case FunctionFailure e -> new InvalidRequest(e.getMessage());
            case CdcWriteFailure e -> new InvalidRequest(e.getMessage());
            case ServerError _,
                    ProtocolError _,
                    BadCredentials _,
                    Unavailable _,
                    Overloaded _,
                    IsBootstrapping _,
                    TruncateError _,
                    WriteTimeout _,
                    ReadTimeout _,
                    CasWriteUnknown _,
                    SyntaxError _,
                    Unauthorized _,
                    InvalidRequest _,
                    ConfigurationError _,
                    AlreadyExists _,
                    Unprepared _ -> error;
        };
    }

    private static void counts(ConsistencyLevel consistency, int received, int blockFor, ByteWriter out) {
        Notation.consistency(out, consistency);
        out.i32(received);
        out.i32(blockFor);
    }

    private static void failures(Map<InetAddress, FailureReason> reasons, int version, ByteWriter out) {
        out.i32(reasons.size());
        if (version >= ProtocolVersion.V5) {
            for (var entry : reasons.entrySet()) {
                Notation.inetAddress(out, entry.getKey());
                out.u16(entry.getValue().code());
            }
        }
    }

    static CqlException decode(int version, BodyReader in) {
        int code = in.i32();
        var message = in.string();
        return switch (code) {
            case ServerError.CODE -> new ServerError(message);
            case ProtocolError.CODE -> new ProtocolError(message);
            case BadCredentials.CODE -> new BadCredentials(message);
            case Unavailable.CODE -> new Unavailable(message, in.consistency(), in.i32(), in.i32());
            case Overloaded.CODE -> new Overloaded(message);
            case IsBootstrapping.CODE -> new IsBootstrapping(message);
            case TruncateError.CODE -> new TruncateError(message);
            case WriteTimeout.CODE -> {
                var consistency = in.consistency();
                int received = in.i32();
                int blockFor = in.i32();
                var type = writeType(in);
                boolean contended = version >= ProtocolVersion.V5 && type == WriteType.CAS;
                yield new WriteTimeout(message, consistency, received, blockFor, type, contended ? in.u16() : 0);
            }
            case ReadTimeout.CODE -> new ReadTimeout(message, in.consistency(), in.i32(), in.i32(), in.u8() != 0);
            case ReadFailure.CODE ->
                new ReadFailure(message, in.consistency(), in.i32(), in.i32(), failures(version, in), in.u8() != 0);
            case FunctionFailure.CODE -> new FunctionFailure(message, in.string(), in.string(), in.stringList());
            case WriteFailure.CODE ->
                new WriteFailure(message, in.consistency(), in.i32(), in.i32(), failures(version, in), writeType(in));
            case CdcWriteFailure.CODE -> new CdcWriteFailure(message);
            case CasWriteUnknown.CODE -> new CasWriteUnknown(message, in.consistency(), in.i32(), in.i32());
            case SyntaxError.CODE -> new SyntaxError(message);
            case Unauthorized.CODE -> new Unauthorized(message);
            case InvalidRequest.CODE -> new InvalidRequest(message);
            case ConfigurationError.CODE -> new ConfigurationError(message);
            case AlreadyExists.CODE -> new AlreadyExists(message, in.string(), in.string());
            case Unprepared.CODE -> new Unprepared(message, in.shortBytes());
            default -> throw new ProtocolError("Unknown error code " + code + ": " + message);
        };
    }

    private static WriteType writeType(BodyReader in) {
        var name = in.string();
        for (var type : WriteType.values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        throw new ProtocolError("Unknown write type " + name);
    }

    /// Version 4 tells only how many failed, not who: that reads as an empty map.
    private static Map<InetAddress, FailureReason> failures(int version, BodyReader in) {
        int count = in.i32();
        if (version < ProtocolVersion.V5) {
            return Map.of();
        }
        if (count < 0 || count > in.remaining()) {
            throw new ProtocolError("A count of " + count + " does not fit into the message body");
        }
        Map<InetAddress, FailureReason> reasons = HashMap.newHashMap(Math.min(count, 16));
        for (int i = 0; i < count; i++) {
            reasons.put(in.inetAddress(), reason(in.u16()));
        }
        return reasons;
    }

    private static FailureReason reason(int code) {
        for (var reason : FailureReason.values()) {
            if (reason.code() == code) {
                return reason;
            }
        }
        return FailureReason.UNKNOWN;
    }
}
