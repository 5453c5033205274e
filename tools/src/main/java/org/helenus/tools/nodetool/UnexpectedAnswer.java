package org.helenus.tools.nodetool;

/// A node answered what this tool does not understand: another version, or something else that listens there.
final class UnexpectedAnswer extends RuntimeException {
    UnexpectedAnswer(String what) {
        super("The answer cannot be understood: " + what);
    }
}
