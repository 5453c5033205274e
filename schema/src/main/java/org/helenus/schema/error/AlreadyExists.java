package org.helenus.schema.error;

/// A keyspace or table of this name exists. `table` is empty when it is a keyspace.
public final class AlreadyExists extends CqlException {
    public static final int CODE = 0x2400;

    private final String keyspace;
    private final String table;

    public AlreadyExists(String message, String keyspace, String table) {
        super(CODE, message);
        this.keyspace = keyspace;
        this.table = table;
    }

    public String keyspace() {
        return keyspace;
    }

    public String table() {
        return table;
    }
}
