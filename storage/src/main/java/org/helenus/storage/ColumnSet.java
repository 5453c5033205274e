package org.helenus.storage;

/// The columns that a read will look at.
public final class ColumnSet {}
