package org.helenus.protocol.netty;

import org.helenus.protocol.frame.Compression;
import org.helenus.protocol.frame.ProtocolVersion;
import org.helenus.protocol.message.Startup;
import org.helenus.schema.error.ProtocolError;

/// What a STARTUP asks for, checked. Pure.
record Negotiation(Compression compression, boolean throwOnOverload) {
    /// @throws ProtocolError the client asks for what this version or server does not have
    static Negotiation of(Startup startup, int version) {
        var options = startup.options();
        if (!options.containsKey(Startup.CQL_VERSION)) {
            throw new ProtocolError("Missing value CQL_VERSION in STARTUP message");
        }
        checkCqlVersion(options.get(Startup.CQL_VERSION));
        var compression = options.containsKey(Startup.COMPRESSION)
                ? compression(options.get(Startup.COMPRESSION), version)
                : Compression.NONE;
        return new Negotiation(compression, "1".equals(options.get(Startup.THROW_ON_OVERLOAD)));
    }

    private static Compression compression(String name, int version) {
        var compression =
                Compression.of(name).orElseThrow(() -> new ProtocolError("Unknown compression algorithm: " + name));
        if (compression == Compression.SNAPPY && version >= ProtocolVersion.V5) {
            throw new ProtocolError("Compression algorithm snappy is not supported in protocol version " + version);
        }
        return compression;
    }

    private static void checkCqlVersion(String text) {
        int dot = text.indexOf('.');
        var major = dot < 0 ? text : text.substring(0, dot);
        if (major.isEmpty() || major.length() > 4 || !major.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new ProtocolError("Invalid version value: " + text + " (see http://semver.org/ for details)");
        }
        if (Integer.parseInt(major) < 3) {
            throw new ProtocolError("CQL version " + text
                    + " is not supported by the binary protocol (supported version are >= 3.0.0)");
        }
    }
}
