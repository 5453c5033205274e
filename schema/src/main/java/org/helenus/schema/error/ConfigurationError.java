package org.helenus.schema.error;

/// An option has a value that cannot be.
public final class ConfigurationError extends CqlException {
    public static final int CODE = 0x2300;

    public ConfigurationError(String message) {
        super(CODE, message);
    }
}
