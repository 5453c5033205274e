package org.helenus.tools.csv;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/// Takes CSV apart, record by record. Lines end with `\n`, `\r\n` or `\r`; inside quotes they belong to the field.
/// Lines without a character are passed over. Memory: one record. One thread; the reader given is closed with this.
public final class CsvReader implements AutoCloseable {
    /// No mutation could take more.
    private static final int MOST_CHARACTERS = 16 << 20;

    private static final int END = -1;
    private static final int BUFFER_CHARACTERS = 1 << 16;

    private final Reader in;
    private final char delimiter;
    private final char quote;
    private final int escape;
    private final char[] buffer = new char[BUFFER_CHARACTERS];
    private int position;
    private int limit;
    private long line = 1;
    private long recordLine;
    private final StringBuilder field = new StringBuilder();
    private final List<String> fields = new ArrayList<>();
    private boolean[] quoted = new boolean[16];

    public CsvReader(Reader in, CsvFormat format) {
        this.in = in;
        delimiter = format.delimiter();
        quote = format.quote();
        escape = format.escape().map(c -> (int) c).orElse(-2);
    }

    /// Moves to the next record.
    ///
    /// @return false: there is none
    /// @throws MalformedCsvException a quote is not closed, or the record is too long
    public boolean next() throws IOException {
        int c = read();
        while (c == '\n' || c == '\r') {
            endLine(c);
            c = read();
        }
        if (c == END) {
            return false;
        }
        fields.clear();
        recordLine = line;
        int characters = 0;
        while (true) {
            c = field(c, characters);
            characters += field.length();
            fields.add(field.toString());
            if (c != delimiter) {
                break;
            }
            c = read();
        }
        if (c != END) {
            endLine(c);
        }
        return true;
    }

    /// Reads one field, whose first character is given, and returns what ended it.
    private int field(int first, int before) throws IOException {
        field.setLength(0);
        int index = fields.size();
        if (index == quoted.length) {
            quoted = java.util.Arrays.copyOf(quoted, index * 2);
        }
        quoted[index] = first == quote;
        boolean inside = quoted[index];
        int c = inside ? read() : first;
        while (true) {
            if (c == END) {
                if (inside) {
                    throw new MalformedCsvException(recordLine, "a quote is not closed");
                }
                return END;
            }
            if (c == escape) {
                int next = read();
                if (next == END) {
                    throw new MalformedCsvException(recordLine, "nothing behind the escape");
                }
                append(next, before);
                c = read();
            } else if (inside) {
                if (c == quote) {
                    c = read();
                    if (c == quote) {
                        append(c, before);
                        c = read();
                    } else {
                        inside = false;
                    }
                } else {
                    append(c, before);
                    c = read();
                }
            } else if (c == delimiter || c == '\n' || c == '\r') {
                return c;
            } else {
                append(c, before);
                c = read();
            }
        }
    }

    private void append(int c, int before) throws MalformedCsvException {
        if (before + field.length() >= MOST_CHARACTERS) {
            throw new MalformedCsvException(
                    recordLine, "a record of more than " + MOST_CHARACTERS + " characters; is a quote not closed?");
        }
        if (c == '\n') {
            line++;
        }
        field.append((char) c);
    }

    private void endLine(int c) throws IOException {
        line++;
        if (c == '\r') {
            int next = read();
            if (next != '\n' && next != END) {
                position--;
            }
        }
    }

    private int read() throws IOException {
        if (position == limit) {
            int count = in.read(buffer, 0, buffer.length);
            if (count <= 0) {
                return END;
            }
            position = 0;
            limit = count;
        }
        return buffer[position++];
    }

    /// The line that the record begins in, from 1.
    public long line() {
        return recordLine;
    }

    public int fieldCount() {
        return fields.size();
    }

    public String field(int index) {
        return fields.get(index);
    }

    /// Whether the field stood in quotes.
    public boolean isQuoted(int index) {
        return quoted[index];
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
