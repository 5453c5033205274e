package org.helenus.tools.load;

/// A row that the table cannot take. Its place is told by whoever catches it.
final class BadValueException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadValueException(String message) {
        super(message, null, false, false);
    }
}
