package org.helenus.query.modify;

/// When a statement's cells are written and when they expire.
///
/// @param timestamp microseconds
/// @param deletion of partitions and ranges of rows. Where a request is conditional they lie just before what it writes
///     itself, as in Cassandra: so an insert stays that comes with them
/// @param ttl seconds; 0: they do not expire
/// @param nowSeconds epoch seconds, from which deletions and expiry count
record WriteTime(long timestamp, long deletion, int ttl, long nowSeconds) {
    long expirySeconds() {
        return ttl == 0 ? 0 : nowSeconds + ttl;
    }
}
