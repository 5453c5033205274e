package org.helenus.tools.csv;

import java.util.Optional;

/// How CSV is written, as `cqlsh COPY` knows it. A quote inside quotes is written twice, or behind the escape.
///
/// @param delimiter between two fields
/// @param quote around fields that hold delimiters, quotes or ends of lines
/// @param escape takes what the next character means from it; empty: none does
public record CsvFormat(char delimiter, char quote, Optional<Character> escape) {
    /// `,`, `"` and `\`.
    public static final CsvFormat DEFAULTS = new CsvFormat(',', '"', Optional.of('\\'));

    public CsvFormat {
        boolean distinct =
                delimiter != quote && escape.filter(e -> e == delimiter).isEmpty();
        if (!distinct || isLineEnd(delimiter) || isLineEnd(quote)) {
            throw new IllegalArgumentException("delimiter, quote and escape must differ, and be no end of a line");
        }
        escape = escape.filter(e -> e != quote); // a quote that is written twice, and no more
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }
}
