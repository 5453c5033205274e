package org.helenus.compaction;

/// What a table's files are behind what its strategy wants.
///
/// @param files how many that wait to be merged a read may have to ask over one place
/// @param bytes that due merges would read
public record Debt(int files, long bytes) {
    public static final Debt NONE = new Debt(0, 0);

    Debt plus(Debt other) {
        return new Debt(Math.max(files, other.files), bytes + other.bytes);
    }
}
