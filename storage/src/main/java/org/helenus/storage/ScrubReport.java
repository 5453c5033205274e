package org.helenus.storage;

import java.util.List;
import java.util.Optional;
import org.helenus.storage.sstable.CorruptSSTableException;

/// What a scrub found in one file.
///
/// @param file its path
/// @param rowsKept that are whole
/// @param rowsLost that the file's statistics count beyond these
/// @param damages each with the place in the file; none: it is whole, and stays as it is
/// @param setAside where the damaged file lies now, when what is whole of it has taken its place
public record ScrubReport(
        String file, long rowsKept, long rowsLost, List<CorruptSSTableException> damages, Optional<String> setAside) {
    public ScrubReport {
        damages = List.copyOf(damages);
    }
}
