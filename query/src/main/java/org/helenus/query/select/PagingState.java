package org.helenus.query.select;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.error.ProtocolError;

/// Where a page ended, so that the next request can go on.
///
/// @param partitionIndex the partition among those that the statement names; 0 for scans
/// @param bound the row key to go on from: inclusive, or, when reading backwards, the exclusive end
/// @param remaining rows that the limit still allows; −1: no limit
/// @param inPartition rows of the partition at the bound that were given already
record PagingState(int partitionIndex, byte[] bound, int remaining, int inPartition) {
    /// Paging states as clients carry them. Written to the wire and read back by later versions of this node too.
    ///
    ///     offset  size  field
    ///          0     1  version   1
    ///          1    16  mac       HMAC-SHA256 of what follows, cut to 16 bytes
    ///         17     8  plan      fingerprint of the plan it belongs to
    ///         25     4  remaining
    ///         29     4  in partition
    ///         33     4  partition index
    ///         37     n  bound
    ///
    /// Clients hold them and send them back, so nothing in them is believed before the mac is.
    static final class Codec {
        private static final int VERSION = 1;
        private static final int MAC_BYTES = 16;
        private static final int SIGNED_FROM = 1 + MAC_BYTES;

        private final SecretKeySpec key;

        /// @param secret at least 16 random bytes, the same after a restart
        Codec(byte[] secret) {
            key = new SecretKeySpec(secret, "HmacSHA256");
        }

        byte[] encode(PagingState state, long fingerprint) {
            var out = new ByteWriter(SIGNED_FROM + 24 + state.bound.length);
            out.u8(VERSION);
            out.bytes(new byte[MAC_BYTES]);
            out.i64(fingerprint);
            out.i32(state.remaining);
            out.i32(state.inPartition);
            out.i32(state.partitionIndex);
            out.bytes(state.bound);
            byte[] bytes = out.toArray();
            System.arraycopy(mac(bytes), 0, bytes, 1, MAC_BYTES);
            return bytes;
        }

        /// @throws ProtocolError when the bytes are not a state that this node made for such a plan
        PagingState decode(byte[] bytes, long fingerprint) {
            try {
                var in = ByteBuffer.wrap(bytes);
                if (in.get() != VERSION) {
                    throw invalid();
                }
                in.position(SIGNED_FROM);
                if (!MessageDigest.isEqual(mac(bytes), Arrays.copyOfRange(bytes, 1, SIGNED_FROM))
                        || in.getLong() != fingerprint) {
                    throw invalid();
                }
                int remaining = in.getInt();
                int inPartition = in.getInt();
                int partitionIndex = in.getInt();
                var bound = new byte[in.remaining()];
                in.get(bound);
                return new PagingState(partitionIndex, bound, remaining, inPartition);
            } catch (BufferUnderflowException | IllegalArgumentException e) {
                throw invalid();
            }
        }

        private static ProtocolError invalid() {
            return new ProtocolError("Invalid value for the paging state");
        }

        private byte[] mac(byte[] bytes) {
            try {
                var mac = Mac.getInstance("HmacSHA256");
                mac.init(key);
                mac.update(bytes, SIGNED_FROM, bytes.length - SIGNED_FROM);
                return Arrays.copyOf(mac.doFinal(), MAC_BYTES);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JVM has HmacSHA256", e);
            }
        }
    }
}
