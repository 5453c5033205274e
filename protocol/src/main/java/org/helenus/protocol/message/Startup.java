package org.helenus.protocol.message;

import java.util.Map;
import org.helenus.protocol.frame.Opcode;

/// Opens a connection. Keys are in upper case, as the server compares them.
public record Startup(Map<String, String> options) implements Request {
    public static final String CQL_VERSION = "CQL_VERSION";
    public static final String COMPRESSION = "COMPRESSION";
    public static final String DRIVER_NAME = "DRIVER_NAME";
    public static final String DRIVER_VERSION = "DRIVER_VERSION";
    public static final String THROW_ON_OVERLOAD = "THROW_ON_OVERLOAD";

    public Startup {
        options = Map.copyOf(options);
    }

    @Override
    public Opcode opcode() {
        return Opcode.STARTUP;
    }
}
