package org.helenus.compaction;

import java.util.Locale;
import java.util.Optional;

/// What operators call a merge, in the words that `nodetool stop`, `compactionstats` and `system.compaction_history`
/// have for it.
public enum CompactionKind {
    /// What a strategy wants, and what is merged because somebody named its files or tokens.
    COMPACTION("Compaction"),
    /// One file, for the deletions in it.
    TOMBSTONE_COMPACTION("Tombstone Compaction"),
    /// All files, because somebody asked.
    MAJOR_COMPACTION("Major compaction"),
    /// Each file, without what others delete in it.
    GARBAGE_COLLECT("Remove deleted data");

    private final String text;

    CompactionKind(String text) {
        this.text = text;
    }

    /// As tables and lists show it.
    public String text() {
        return text;
    }

    /// By its name, in letters of either case: `MAJOR_COMPACTION`.
    public static Optional<CompactionKind> named(String name) {
        for (CompactionKind kind : values()) {
            if (kind.name().equals(name.strip().toUpperCase(Locale.ROOT))) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    static CompactionKind of(CompactionTask.Reason reason) {
        return switch (reason) {
            case COMPACTION, LEVEL_CHANGE, DROP, USER_DEFINED -> COMPACTION;
            case TOMBSTONES -> TOMBSTONE_COMPACTION;
            case MAJOR -> MAJOR_COMPACTION;
            case GARBAGE, CELL_GARBAGE -> GARBAGE_COLLECT;
        };
    }
}
