package org.helenus.server;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/// What the file system's exceptions mean, in words: most carry only a path.
final class IoWords {
    private IoWords() {}

    static String of(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "no permission for " + denied.getFile();
            case NoSuchFileException missing -> missing.getFile() + " is not there";
            case FileAlreadyExistsException there -> there.getFile() + " is not a directory";
            case NotDirectoryException file -> file.getFile() + " is not a directory";
            case FileSystemException other ->
                other.getFile() + ": " + Optional.ofNullable(other.getReason()).orElse("cannot be used");
            default -> Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
        };
    }
}
