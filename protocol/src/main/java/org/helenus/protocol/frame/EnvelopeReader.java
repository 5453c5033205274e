package org.helenus.protocol.frame;

import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.error.ProtocolError;

/// Turns received bytes into envelopes, at first bare, after [#startSegments] out of segments.
///
///     bytes ──append──▶ raw ──┬── bare ───────────────────────────▶ envelope
///                             └── segment ──▶ payload ──┬─ whole ─▶ envelope
///                                                       └─ parts ──▶ joined ─▶ envelope
///
/// A body over the limit is skipped, not kept, and the stream of frames goes on behind it. One thread.
public final class EnvelopeReader {
    /// The protocol's own ceiling; a length beyond it is not a length.
    private static final long CEILING_BYTES = 256L << 20;

    private final boolean responses;
    private final int maxBodyBytes;
    private final ByteQueue raw = new ByteQueue();
    private final SegmentReader segments = new SegmentReader();
    /// Envelope bytes out of segments; bare envelopes are read from [#raw].
    private final ByteQueue payload = new ByteQueue();

    private boolean segmented;
    private Compression compression = Compression.NONE;
    private int version;
    /// Bytes of an oversized body that are still to come.
    private int skipping;

    private Envelope envelope = new Envelope(0, false, 0, 0, 0, new byte[0], 0, 0);

    private EnvelopeReader(boolean responses, int maxBodyBytes) {
        this.responses = responses;
        this.maxBodyBytes = maxBodyBytes;
    }

    /// Reads what clients send.
    public static EnvelopeReader ofRequests(int maxBodyBytes) {
        return new EnvelopeReader(false, maxBodyBytes);
    }

    /// Reads what servers send.
    public static EnvelopeReader ofResponses(int maxBodyBytes) {
        return new EnvelopeReader(true, maxBodyBytes);
    }

    /// Gives the reader bytes that it may keep and hand out slices of.
    public void append(byte[] bytes, int offset, int length) {
        raw.append(bytes, offset, length);
    }

    /// What is received and not yet read.
    public int bufferedBytes() {
        return raw.remaining() + payload.remaining();
    }

    /// From here on every envelope has this version.
    public void pinVersion(int pinned) {
        version = pinned;
    }

    /// What is not yet read, and all that follows, are segments of version 5.
    public void startSegments(Compression segmentCompression) {
        segmented = true;
        compression = segmentCompression;
    }

    /// Moves to the next envelope. False: it takes more bytes.
    public boolean next() throws RejectedFrame {
        if (!segmented) {
            return nextOf(raw);
        }
        while (!nextOf(payload)) {
            boolean unfinished = payload.remaining() > 0 || skipping > 0;
            if (unfinished && segments.isSelfContained()) {
                throw corrupt("A self-contained segment ends within an envelope");
            }
            if (!nextSegment()) {
                return false;
            }
            if (unfinished && segments.isSelfContained()) {
                throw corrupt("A self-contained segment came within a larger envelope");
            }
            payload.append(segments.array(), segments.offset(), segments.length());
        }
        return true;
    }

    private boolean nextSegment() throws RejectedFrame {
        try {
            return segments.next(raw, compression);
        } catch (ProtocolError e) {
            throw corrupt(e.getMessage());
        }
    }

    /// The envelope that [#next()] moved to.
    public Envelope envelope() {
        return envelope;
    }

    private boolean nextOf(ByteQueue queue) throws RejectedFrame {
        if (skipping > 0) {
            int skipped = Math.min(skipping, queue.remaining());
            queue.skip(skipped);
            skipping -= skipped;
            if (skipping > 0) {
                return false;
            }
        }
        byte[] array = queue.array();
        int at = queue.position();
        int available = queue.remaining();
        if (available == 0) {
            return false;
        }
        checkFirstByte(array[at]);
        int envelopeVersion = array[at] & 0x7f;
        if (envelopeVersion <= EnvelopeFormat.NEWEST_OLD_VERSION) {
            if (available < EnvelopeFormat.OLD_HEADER_BYTES) {
                return false;
            }
            throw fatal(ProtocolVersion.refusal(envelopeVersion, 0), envelopeVersion, array[at + 2]);
        }
        if (available < EnvelopeFormat.HEADER_BYTES) {
            return false;
        }
        int flags = array[at + 1] & 0xff;
        int stream = array[at + 2] << 8 | array[at + 3] & 0xff;
        checkVersion(envelopeVersion, flags, stream);
        int length = EnvelopeFormat.i32(array, at + EnvelopeFormat.LENGTH_OFFSET);
        checkLength(queue, length, envelopeVersion, stream);
        if (available - EnvelopeFormat.HEADER_BYTES < length) {
            return false;
        }
        int opcode = array[at + 4] & 0xff;
        envelope = new Envelope(
                envelopeVersion, responses, flags, stream, opcode, array, at + EnvelopeFormat.HEADER_BYTES, length);
        queue.skip(EnvelopeFormat.HEADER_BYTES + length);
        return true;
    }

    private void checkFirstByte(byte first) throws RejectedFrame {
        if ((first & EnvelopeFormat.RESPONSE) != 0 != responses) {
            throw fatal(
                    "Wrong protocol direction: expected a " + (responses ? "response" : "request"), answerVersion(), 0);
        }
    }

    private void checkVersion(int envelopeVersion, int flags, int stream) throws RejectedFrame {
        if (!ProtocolVersion.isSupported(envelopeVersion, flags)) {
            int answered = ProtocolVersion.isBeta(envelopeVersion) ? envelopeVersion : answerVersion();
            throw fatal(ProtocolVersion.refusal(envelopeVersion, flags), answered, stream);
        }
        if (version != 0 && envelopeVersion != version) {
            throw fatal(
                    "Invalid message version. Got " + envelopeVersion + "/v" + envelopeVersion
                            + " but previous messages on this connection had version " + version + "/v" + version,
                    version,
                    stream);
        }
    }

    private void checkLength(ByteQueue queue, int length, int envelopeVersion, int stream) throws RejectedFrame {
        if (length >= 0 && length <= maxBodyBytes) {
            return;
        }
        if (length < 0 || length > CEILING_BYTES) {
            throw fatal("Invalid frame body length: " + length, envelopeVersion, stream);
        }
        queue.skip(EnvelopeFormat.HEADER_BYTES);
        int here = Math.min(length, queue.remaining());
        queue.skip(here);
        skipping = length - here;
        throw new RejectedFrame(
                new InvalidRequest("Request is too big: length " + length + " exceeds maximum allowed length "
                        + maxBodyBytes + "."),
                envelopeVersion,
                stream,
                false);
    }

    /// In which version to answer one that we do not speak.
    private int answerVersion() {
        return version == 0 ? ProtocolVersion.HIGHEST : version;
    }

    private RejectedFrame corrupt(String message) {
        return fatal(message, answerVersion(), 0);
    }

    private static RejectedFrame fatal(String message, int version, int stream) {
        return new RejectedFrame(new ProtocolError(message), version, stream, true);
    }
}
