package org.helenus.storage.encoding;

/// When a row continues in further entries ([RowFormat]), and how large these are.
///
/// A row in a file is continued when its cells with paths take more than `splitBytes`, and never otherwise; in memory
/// when it has such cells and takes more in all. More means fewer seeks for those who read whole collections, less
/// means fewer bytes for those who read elements.
///
/// @param splitBytes so much of a row's cells with paths stays in its own entry
/// @param runBytes a further entry in a file ends with the cell that makes it so large; in memory each cell is one
public record RowSplit(int splitBytes, int runBytes) {
    public static final RowSplit DEFAULT = new RowSplit(16 << 10, 2 << 10);

    public RowSplit {
        if (splitBytes < 0 || runBytes < 1) {
            throw new IllegalArgumentException("rows continue after " + splitBytes + " bytes, by " + runBytes);
        }
    }
}
