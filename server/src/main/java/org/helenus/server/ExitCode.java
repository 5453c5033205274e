package org.helenus.server;

/// How a start of the process can end. The codes are part of the interface: scripts look at them.
public enum ExitCode {
    /// Stopped as asked, after draining.
    OK(0),
    /// Something that should not happen.
    FAILURE(1),
    /// The command line cannot be understood.
    USAGE(2),
    /// The configuration file cannot be used.
    CONFIGURATION(3),
    /// It would listen to others without a login.
    OPEN_TO_OTHERS(4),
    /// The data directory cannot be used.
    DATA_DIRECTORY(5),
    /// Another process uses the data directory.
    DATA_IN_USE(6),
    /// The data is damaged.
    DATA_DAMAGED(7),
    /// The address cannot be had, most likely because another process has it.
    ADDRESS(8);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
