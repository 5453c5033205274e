package org.helenus.schema.error;

import java.util.List;

/// A function failed while it ran.
public final class FunctionFailure extends CqlException {
    public static final int CODE = 0x1400;

    private final String keyspace;
    private final String function;
    private final List<String> argumentTypes;

    public FunctionFailure(String message, String keyspace, String function, List<String> argumentTypes) {
        super(CODE, message);
        this.keyspace = keyspace;
        this.function = function;
        this.argumentTypes = List.copyOf(argumentTypes);
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
