package org.helenus.tools.nodetool;

/// A node that cannot be reached, or did not do what it was told.
final class NodeException extends Exception {
    private final boolean isUsage;

    private NodeException(boolean isUsage, String message) {
        super(message);
        this.isUsage = isUsage;
    }

    static NodeException failure(String message) {
        return new NodeException(false, message);
    }

    /// What was asked for makes no sense there.
    static NodeException usage(String message) {
        return new NodeException(true, message);
    }

    boolean isUsage() {
        return isUsage;
    }
}
