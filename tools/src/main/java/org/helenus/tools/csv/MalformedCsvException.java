package org.helenus.tools.csv;

import java.io.IOException;

/// Text that cannot be taken apart into records, so that nobody knows where the next one begins.
public final class MalformedCsvException extends IOException {
    private static final long serialVersionUID = 1;

    MalformedCsvException(long line, String what) {
        super("line " + line + ": " + what);
    }
}
