package org.helenus.schema.error;

import java.util.List;

/// A function failed while it ran.
public final class FunctionFailure extends CqlException {
    public static final int CODE = 0x1400;

    private final String reason;
    private final String keyspace;
    private final String function;
    private final List<String> argumentTypes;

    public FunctionFailure(String message, String keyspace, String function, List<String> argumentTypes) {
        this("", message, keyspace, function, argumentTypes);
    }

    /// @param context what the message says before the reason
    public FunctionFailure(
            String context, String reason, String keyspace, String function, List<String> argumentTypes) {
        super(CODE, context + reason);
        this.reason = reason;
        this.keyspace = keyspace;
        this.function = function;
        this.argumentTypes = List.copyOf(argumentTypes);
    }

    /// The message without what was said before it.
    public String reason() {
        return reason;
    }

    public String keyspace() {
        return keyspace;
    }

    public String function() {
        return function;
    }

    public List<String> argumentTypes() {
        return argumentTypes;
    }
}
