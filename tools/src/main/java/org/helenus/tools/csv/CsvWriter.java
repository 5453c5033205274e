package org.helenus.tools.csv;

import java.io.IOException;

/// Writes records of CSV that a [CsvReader] of the same format reads back. One thread.
public final class CsvWriter {
    private final Appendable out;
    private final CsvFormat format;

    public CsvWriter(Appendable out, CsvFormat format) {
        this.out = out;
        this.format = format;
    }

    /// The record that a reader stands on.
    public void write(CsvReader record) throws IOException {
        for (int i = 0; i < record.fieldCount(); i++) {
            field(i, record.field(i), record.isQuoted(i));
        }
        out.append('\n');
    }

    /// @param quoted whether it shall stand in quotes, also where it need not
    private void field(int index, String text, boolean quoted) throws IOException {
        if (index > 0) {
            out.append(format.delimiter());
        }
        boolean quotes = quoted || needsQuotes(text);
        if (quotes) {
            out.append(format.quote());
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == format.quote()) {
                out.append(c);
            } else if (format.escape().isPresent() && c == format.escape().get()) {
                out.append(c);
            }
            out.append(c);
        }
        if (quotes) {
            out.append(format.quote());
        }
    }

    private boolean needsQuotes(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == format.delimiter() || c == format.quote() || c == '\n' || c == '\r') {
                return true;
            }
        }
        return false;
    }
}
