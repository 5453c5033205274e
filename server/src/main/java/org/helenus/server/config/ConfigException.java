package org.helenus.server.config;

/// The configuration cannot be used; the message is one clear sentence that says where and why.
public final class ConfigException extends Exception {
    public ConfigException(String message) {
        super(message);
    }
}
