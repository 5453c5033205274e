package org.helenus.tools.load;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.helenus.tools.csv.CsvFormat;

/// How CSV becomes rows.
///
/// @param text how values are written
/// @param header whether a text begins with the names of its columns
/// @param columns what the fields are; empty: what the header says, else all columns in the order of `cqlsh COPY`
/// @param nullsDelete whether a null deletes what was there, as `INSERT` of null does; else it writes nothing
/// @param skippedRows of each text, behind the header
/// @param mostRows of all texts
/// @param firstTimestamp of the first row, in microseconds, one more for each further one; empty: the clock
/// @param ttl seconds; 0: none
record CsvOptions(
        CsvFormat format,
        TextOptions text,
        boolean header,
        Optional<List<String>> columns,
        boolean nullsDelete,
        long skippedRows,
        long mostRows,
        OptionalLong firstTimestamp,
        int ttl) {
    static final CsvOptions DEFAULTS = new CsvOptions(
            CsvFormat.DEFAULTS,
            TextOptions.DEFAULTS,
            false,
            Optional.empty(),
            false,
            0,
            Long.MAX_VALUE,
            OptionalLong.empty(),
            0);

    CsvOptions {
        columns = columns.map(List::copyOf);
    }
}
