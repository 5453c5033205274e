package org.helenus.storage;

/// A merged row with its live cells only; deletions and expiry are already judged.
public final class RowView {}
