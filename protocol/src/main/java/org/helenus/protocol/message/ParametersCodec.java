package org.helenus.protocol.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.helenus.protocol.frame.BodyReader;
import org.helenus.protocol.frame.Notation;
import org.helenus.protocol.frame.ProtocolVersion;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.ProtocolError;
import org.helenus.schema.request.BoundValues;
import org.helenus.schema.request.ConsistencyLevel;

/// Query parameters and bound values.
///
///     [consistency] flags (1 byte; 4 from version 5), then what the flags announce, in this order:
///      0001  values           [short] n, n × ([string] name when 0040) [value]
///      0002  skip metadata
///      0004  page size        [int]
///      0008  paging state     [bytes]
///      0010  serial           [consistency]
///      0020  timestamp        [long]
///      0040  names for values
///      0080  keyspace         [string]   version 5
///      0100  now in seconds   [int]      version 5
final class ParametersCodec {
    private static final int VALUES = 0x01;
    private static final int SKIP_METADATA = 0x02;
    private static final int PAGE_SIZE = 0x04;
    private static final int PAGING_STATE = 0x08;
    private static final int SERIAL_CONSISTENCY = 0x10;
    private static final int TIMESTAMP = 0x20;
    private static final int NAMES = 0x40;
    private static final int KEYSPACE = 0x80;
    private static final int NOW_IN_SECONDS = 0x100;
    /// What only queries have: a batch's flags begin above.
    private static final int QUERY_ONLY = VALUES | SKIP_METADATA | PAGE_SIZE | PAGING_STATE;

    private static final byte[] NO_STATE = {};

    private ParametersCodec() {}

    static QueryParameters decode(BodyReader in, int version) {
        var consistency = in.consistency();
        int flags = flags(in, version);
        var values = (flags & VALUES) != 0 ? values(in, version, (flags & NAMES) != 0) : BoundValues.EMPTY;
        int pageSize = -1;
        if ((flags & PAGE_SIZE) != 0) {
            pageSize = in.i32();
            if (pageSize == 0) {
                throw new ProtocolError("The page size cannot be 0");
            }
        }
        byte[] pagingState = (flags & PAGING_STATE) != 0 ? pagingState(in) : NO_STATE;
        return tail(in, consistency, flags, values, pageSize, pagingState);
    }

    /// Null is where everything begins; no bytes are no place.
    private static byte[] pagingState(BodyReader in) {
        Optional<byte[]> given = in.bytes();
        if (given.isPresent() && given.get().length == 0) {
            throw new ProtocolError("Invalid value for the paging state");
        }
        return given.orElse(NO_STATE);
    }

    /// Of a batch: no values, no paging.
    static QueryParameters decodeBatch(BodyReader in, int version) {
        var consistency = in.consistency();
        int flags = flags(in, version);
        if ((flags & NAMES) != 0) {
            throw new ProtocolError("Named values are not supported in a BATCH message");
        }
        return tail(in, consistency, flags & ~QUERY_ONLY, BoundValues.EMPTY, -1, NO_STATE);
    }

    private static int flags(BodyReader in, int version) {
        return version >= ProtocolVersion.V5 ? in.i32() : in.u8() & ~(KEYSPACE | NOW_IN_SECONDS);
    }

    private static QueryParameters tail(
            BodyReader in, ConsistencyLevel consistency, int flags, BoundValues values, int pageSize, byte[] state) {
        Optional<ConsistencyLevel> serial =
                (flags & SERIAL_CONSISTENCY) != 0 ? Optional.of(in.consistency()) : Optional.empty();
        var timestamp = (flags & TIMESTAMP) != 0 ? OptionalLong.of(timestamp(in)) : OptionalLong.empty();
        Optional<String> keyspace = (flags & KEYSPACE) != 0 ? Optional.of(in.string()) : Optional.empty();
        var now = (flags & NOW_IN_SECONDS) != 0 ? OptionalLong.of(in.i32()) : OptionalLong.empty();
        boolean skipMetadata = (flags & SKIP_METADATA) != 0;
        return new QueryParameters(
                consistency, serial, values, skipMetadata, pageSize, state, timestamp, keyspace, now);
    }

    private static long timestamp(BodyReader in) {
        long micros = in.i64();
        if (micros == Long.MIN_VALUE) {
            throw new ProtocolError("Out of bound timestamp, must be in [" + (Long.MIN_VALUE + 1) + ", "
                    + Long.MAX_VALUE + "] (got " + micros + ")");
        }
        return micros;
    }

    static BoundValues values(BodyReader in, int version, boolean named) {
        int count = in.count(named ? 6 : 4);
        int[] offsets = new int[count];
        int[] lengths = new int[count];
        List<String> names = named ? new ArrayList<>(count) : List.of();
        for (int i = 0; i < count; i++) {
            if (named) {
                names.add(in.string());
            }
            int length = in.i32();
            if (length >= 0) {
                offsets[i] = in.skip(length);
                lengths[i] = length;
            } else {
                lengths[i] = absence(length, version);
            }
        }
        return new BoundValues(in.array(), offsets, lengths, names);
    }

    /// Version 3 knows null only, by any negative length.
    private static int absence(int length, int version) {
        if (length == BoundValues.NULL || version < ProtocolVersion.V4) {
            return BoundValues.NULL;
        }
        if (length == BoundValues.UNSET) {
            return BoundValues.UNSET;
        }
        throw new ProtocolError("Invalid ByteBuf length " + length);
    }

    static void encode(QueryParameters parameters, int version, ByteWriter out) {
        var values = parameters.values();
        boolean named = !values.names().isEmpty();
        int flags = tailFlags(parameters, version)
                | (values.count() > 0 ? VALUES : 0)
                | (named ? NAMES : 0)
                | (parameters.skipMetadata() ? SKIP_METADATA : 0)
                | (parameters.pageSize() > 0 ? PAGE_SIZE : 0)
                | (parameters.pagingState().length > 0 ? PAGING_STATE : 0);
        head(parameters, version, flags, out);
        if (values.count() > 0) {
            encodeValues(values, out);
        }
        if (parameters.pageSize() > 0) {
            out.i32(parameters.pageSize());
        }
        if (parameters.pagingState().length > 0) {
            Notation.bytes(out, parameters.pagingState());
        }
        encodeTail(parameters, flags, out);
    }

    static void encodeBatch(QueryParameters parameters, int version, ByteWriter out) {
        int flags = tailFlags(parameters, version);
        head(parameters, version, flags, out);
        encodeTail(parameters, flags, out);
    }

    private static void head(QueryParameters parameters, int version, int flags, ByteWriter out) {
        Notation.consistency(out, parameters.consistency());
        if (version >= ProtocolVersion.V5) {
            out.i32(flags);
        } else {
            out.u8(flags);
        }
    }

    private static int tailFlags(QueryParameters parameters, int version) {
        int flags = (parameters.serialConsistency().isPresent() ? SERIAL_CONSISTENCY : 0)
                | (parameters.timestamp().isPresent() ? TIMESTAMP : 0);
        if (version >= ProtocolVersion.V5) {
            flags |= (parameters.keyspace().isPresent() ? KEYSPACE : 0)
                    | (parameters.nowInSeconds().isPresent() ? NOW_IN_SECONDS : 0);
        }
        return flags;
    }

    private static void encodeTail(QueryParameters parameters, int flags, ByteWriter out) {
        if ((flags & SERIAL_CONSISTENCY) != 0) {
            Notation.consistency(out, parameters.serialConsistency().orElseThrow());
        }
        if ((flags & TIMESTAMP) != 0) {
            out.i64(parameters.timestamp().orElseThrow());
        }
        if ((flags & KEYSPACE) != 0) {
            Notation.string(out, parameters.keyspace().orElseThrow());
        }
        if ((flags & NOW_IN_SECONDS) != 0) {
            out.i32(Math.toIntExact(parameters.nowInSeconds().orElseThrow()));
        }
    }

    static void encodeValues(BoundValues values, ByteWriter out) {
        out.u16(Notation.checkedCount(values.count()));
        for (int i = 0; i < values.count(); i++) {
            if (!values.names().isEmpty()) {
                Notation.string(out, values.names().get(i));
            }
            out.i32(values.length(i));
            if (values.length(i) > 0) {
                out.bytes(values.array(), values.offset(i), values.length(i));
            }
        }
    }
}
