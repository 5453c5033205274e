package org.helenus.query.modify;

/// When a statement's cells are written and when they expire.
///
/// @param timestamp microseconds
/// @param ttl seconds; 0: they do not expire
/// @param nowSeconds epoch seconds, from which deletions and expiry count
record WriteTime(long timestamp, int ttl, long nowSeconds) {
    long expirySeconds() {
        return ttl == 0 ? 0 : nowSeconds + ttl;
    }
}
