package org.helenus.storage.disk;

/// One call on a [MemoryDisk], as a [Fault] and an observer see it.
///
/// @param kind what it does
/// @param path the file or directory; for a rename or link the name that it ends with
/// @param index how many calls were made on the disk before it
/// @param indexOfKind how many of them were of this kind
public record DiskOperation(Kind kind, String path, long index, long indexOfKind) {
    /// What a call does.
    public enum Kind {
        OPEN,
        CREATE,
        READ,
        WRITE,
        PREALLOCATE,
        TRUNCATE,
        SYNC,
        RENAME,
        LINK,
        DELETE,
        LIST,
        CREATE_DIRECTORY,
        SYNC_DIRECTORY;

        /// Whether the call can change what a crash leaves.
        public boolean changesDisk() {
            return switch (this) {
                case OPEN, READ, LIST -> false;
                case CREATE,
                        WRITE,
                        PREALLOCATE,
                        TRUNCATE,
                        SYNC,
                        RENAME,
                        LINK,
                        DELETE,
                        CREATE_DIRECTORY,
                        SYNC_DIRECTORY -> true;
            };
        }
    }
}
