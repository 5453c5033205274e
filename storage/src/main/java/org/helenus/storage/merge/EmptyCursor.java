package org.helenus.storage.merge;

/// No entries.
final class EmptyCursor extends EntryCursor {
    static final EmptyCursor INSTANCE = new EmptyCursor();

    private EmptyCursor() {}

    @Override
    public boolean next() {
        return false;
    }

    @Override
    public void close() {}
}
