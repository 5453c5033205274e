package org.helenus.protocol.message;

import java.util.List;
import java.util.Map;
import org.helenus.protocol.frame.Opcode;
import org.helenus.protocol.frame.ProtocolVersion;

/// The answer to [Options].
public record Supported(Map<String, List<String>> options) implements Response {
    public Supported {
        options = Map.copyOf(options);
    }

    /// What this server's protocol supports. Python's driver wants both of the first keys.
    public static Supported with(String cqlVersion) {
        return new Supported(Map.of(
                "CQL_VERSION",
                List.of(cqlVersion),
                "COMPRESSION",
                List.of("snappy", "lz4"),
                "PROTOCOL_VERSIONS",
                List.of(ProtocolVersion.SUPPORTED.split(", "))));
    }

    @Override
    public Opcode opcode() {
        return Opcode.SUPPORTED;
    }
}
