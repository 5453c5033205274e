package org.helenus.tools.shell;

import java.util.Optional;
import org.helenus.schema.request.ConsistencyLevel;

/// What commands change: how statements are sent and results are shown.
///
/// @param pageSize rows of a page while `paging`
record ShellSettings(
        Optional<String> keyspace,
        ConsistencyLevel consistency,
        ConsistencyLevel serialConsistency,
        boolean paging,
        int pageSize,
        boolean expand,
        boolean tracing) {
    static final int DEFAULT_PAGE_SIZE = 100;

    static final ShellSettings DEFAULTS = new ShellSettings(
            Optional.empty(), ConsistencyLevel.ONE, ConsistencyLevel.SERIAL, true, DEFAULT_PAGE_SIZE, false, false);

    ShellSettings withKeyspace(String name) {
        return new ShellSettings(Optional.of(name), consistency, serialConsistency, paging, pageSize, expand, tracing);
    }

    ShellSettings withConsistency(ConsistencyLevel level) {
        return new ShellSettings(keyspace, level, serialConsistency, paging, pageSize, expand, tracing);
    }

    ShellSettings withSerialConsistency(ConsistencyLevel level) {
        return new ShellSettings(keyspace, consistency, level, paging, pageSize, expand, tracing);
    }

    ShellSettings withPaging(boolean on, int size) {
        return new ShellSettings(keyspace, consistency, serialConsistency, on, size, expand, tracing);
    }

    ShellSettings withExpand(boolean on) {
        return new ShellSettings(keyspace, consistency, serialConsistency, paging, pageSize, on, tracing);
    }

    ShellSettings withTracing(boolean on) {
        return new ShellSettings(keyspace, consistency, serialConsistency, paging, pageSize, expand, on);
    }
}
