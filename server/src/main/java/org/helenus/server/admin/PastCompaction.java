package org.helenus.server.admin;

import java.util.SortedMap;
import java.util.UUID;

/// A compaction that ended well, as the history keeps it.
///
/// @param rowsMerged how many rows came from one input, from two, …
/// @param properties `compaction_type`, and what else was counted, as texts
public record PastCompaction(
        UUID id,
        String keyspace,
        String table,
        long compactedAtMillis,
        long bytesIn,
        long bytesOut,
        SortedMap<Integer, Long> rowsMerged,
        SortedMap<String, String> properties) {}
