package org.helenus.storage.disk;

/// How a file is opened. There is no mode that empties an existing file: what is there is deleted by name or not at
/// all.
public enum OpenMode {
    /// An existing file, to read.
    READ,
    /// An existing file, to read and write.
    WRITE,
    /// A file that must not be there yet, to read and write.
    CREATE_NEW
}
