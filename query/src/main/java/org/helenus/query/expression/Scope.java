package org.helenus.query.expression;

import java.util.Optional;
import org.helenus.query.row.RowSlots;
import org.helenus.schema.request.BoundValues;

/// What the expressions of one statement see while it is executed: its bound values, the row under the cursor, the
/// results of aggregates, and what `now()` and its like said the first time. One execution, one thread at a time.
public final class Scope {
    private static final byte[][] NO_VALUES = {};
    private static final boolean[] NO_FLAGS = {};

    private final Environment environment;
    private final BoundValues values;
    private final long nowSeconds;
    private final byte[][] settled;
    private final boolean[] isSettled;
    private RowSlots row;
    private byte[][] aggregates = NO_VALUES;

    /// @param callSites how many calls of functions like `now()` the statement has
    public Scope(Environment environment, BoundValues values, int callSites, long nowSeconds) {
        this.environment = environment;
        this.values = values;
        this.nowSeconds = nowSeconds;
        settled = callSites == 0 ? NO_VALUES : new byte[callSites][];
        isSettled = callSites == 0 ? NO_FLAGS : new boolean[callSites];
        row = RowSlots.EMPTY;
    }

    public Environment environment() {
        return environment;
    }

    public BoundValues values() {
        return values;
    }

    /// What expiry is judged by in this execution.
    public long nowSeconds() {
        return nowSeconds;
    }

    public RowSlots row() {
        return row;
    }

    public void row(RowSlots current) {
        row = current;
    }

    /// @param results wire values, null for null
    public void aggregates(byte[][] results) {
        aggregates = results;
    }

    Optional<byte[]> aggregate(int index) {
        return Optional.ofNullable(aggregates[index]);
    }

    boolean isSettled(int callSite) {
        return isSettled[callSite];
    }

    Optional<byte[]> settled(int callSite) {
        return Optional.ofNullable(settled[callSite]);
    }

    void settle(int callSite, Optional<byte[]> value) {
        settled[callSite] = value.orElse(null);
        isSettled[callSite] = true;
    }
}
