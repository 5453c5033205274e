package org.helenus.storage;

import java.util.List;

/// What an import brought in.
///
/// @param files of the source, by their paths there
/// @param rows entries in them, static rows too
/// @param linked how many files came in by a second name, without a copy
public record ImportReport(List<String> files, long rows, int linked) {
    public ImportReport {
        files = List.copyOf(files);
    }
}
