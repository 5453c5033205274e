package org.helenus.storage.encoding;

/// Bytes that should be a key, a row, a mutation or a list of deletions are not. Whoever read them from a file or a
/// log says which one and where.
public final class MalformedBytesException extends RuntimeException {
    public MalformedBytesException(String message) {
        super(message);
    }
}
