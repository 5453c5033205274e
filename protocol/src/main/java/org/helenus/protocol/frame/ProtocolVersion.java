package org.helenus.protocol.frame;

/// The protocol versions this server speaks, and the words with which it refuses others. Drivers look for these words
/// to fall back.
public final class ProtocolVersion {
    public static final int V3 = 3;
    public static final int V4 = 4;
    public static final int V5 = 5;
    public static final int LOWEST = V3;
    /// The highest that is no beta: what a client is answered in that speaks none of ours.
    public static final int HIGHEST = V5;

    /// What `SUPPORTED` lists under `PROTOCOL_VERSIONS`.
    public static final String SUPPORTED = "3/v3, 4/v4, 5/v5, 6/v6-beta";

    /// In Cassandra 5.0 no different from version 5, but for its number and for the flag with which both sides say
    /// that
    /// they know it to be a beta.
    public static final int V6_BETA = 6;

    private ProtocolVersion() {}

    /// Whether an envelope of this version is spoken, with these flags in its head.
    static boolean isSupported(int version, int flags) {
        return version >= LOWEST && version <= HIGHEST || isBeta(version) && (flags & EnvelopeFormat.FLAG_BETA) != 0;
    }

    static boolean isBeta(int version) {
        return version == V6_BETA;
    }

    /// Why a request of this version is refused.
    static String refusal(int version, int flags) {
        if (isBeta(version) && (flags & EnvelopeFormat.FLAG_BETA) == 0) {
            return "Beta version of the protocol used (6/v6-beta), but USE_BETA flag is unset";
        }
        return "Invalid or unsupported protocol version (" + version + "); supported versions are (" + SUPPORTED + ")";
    }
}
