package org.helenus.tools.load;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import org.helenus.tools.csv.CsvFormat;
import org.helenus.tools.csv.CsvReader;
import org.helenus.tools.csv.CsvWriter;

/// Rows that the table cannot take: told by file and line, kept for a second try, and only so many. One thread.
final class Refusals {
    /// More than these are counted and not told.
    private static final int TOLD = 10;

    private final long most;
    private final PrintStream err;
    private final Optional<CsvWriter> kept;
    private long count;

    /// @param most how many may be refused; −1: all
    /// @param kept where refused records go, in their own format
    Refusals(long most, PrintStream err, Optional<Appendable> kept, CsvFormat format) {
        this.most = most;
        this.err = err;
        this.kept = kept.map(out -> new CsvWriter(out, format));
    }

    /// @throws LoadFailedException there are too many
    void add(String file, CsvReader record, String why) throws IOException {
        count++;
        if (count <= TOLD) {
            err.println(file + ":" + record.line() + ": " + why);
        } else if (count == TOLD + 1) {
            err.println("… further rows that are refused are only counted");
        }
        if (kept.isPresent()) {
            kept.get().write(record);
        }
        if (most >= 0 && count > most) {
            throw new LoadFailedException(file + ":" + record.line() + ": more than " + most
                    + " rows are refused; nothing was loaded (--max-errors says how many may be)");
        }
    }

    long count() {
        return count;
    }
}
