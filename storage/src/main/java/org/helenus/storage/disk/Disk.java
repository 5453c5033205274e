package org.helenus.storage.disk;

import java.io.IOException;
import java.util.List;

/// Everything that the engine asks of a file system. Nothing reaches a file around it, so a test may hand in a
/// [MemoryDisk] and see every crash that a real disk allows.
///
/// Paths are relative to the disk's root, `/` between the parts, no `.` or `..`; the root itself is `""`.
///
/// What survives a power loss:
/// - a file's bytes and length, once [DiskFile#sync] returned after they were written;
/// - a directory's entries (created, renamed, linked, deleted names), once [#syncDirectory] returned after the change;
///   syncing a file says nothing of its name;
/// - directories made by [#createDirectories], when it returns.
///
/// Threads: any. Errors: [IOException]; a file that is not there is a [java.nio.file.NoSuchFileException], one that is
/// in the way a [java.nio.file.FileAlreadyExistsException], a full disk a [DiskFullException].
public interface Disk {

    /// The file at `path`; the caller closes it.
    DiskFile open(String path, OpenMode mode) throws IOException;

    /// Makes the directory and those above it, durably; one that is there already is left alone.
    void createDirectories(String path) throws IOException;

    /// Whether a file or directory has this name.
    boolean exists(String path) throws IOException;

    /// The names (not paths) in a directory, sorted; a file is a [java.nio.file.NotDirectoryException].
    List<String> list(String directory) throws IOException;

    /// Gives a file another name; a file of that name is replaced. Atomic: a crash leaves the old or the new name.
    void rename(String from, String to) throws IOException;

    /// Gives a file a second name (hard link).
    void link(String existing, String added) throws IOException;

    /// Removes a name: of a file, whose bytes go with the last name and the last open file, or of a directory that
    /// is
    /// empty; one that is not is a [java.nio.file.DirectoryNotEmptyException].
    void delete(String path) throws IOException;

    /// Makes the entries of a directory durable.
    void syncDirectory(String directory) throws IOException;

    /// Takes the lock file at `path` for this process.
    ///
    /// @throws DiskLockedException another holder has it
    DiskLock lock(String path) throws IOException;

    /// Bytes that may still be written.
    long freeSpace() throws IOException;
}
