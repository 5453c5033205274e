package org.helenus.storage.manifest;

import java.io.IOException;

/// The manifest is damaged where it was known to be whole. Without it nobody knows which files live, so nothing is
/// opened and nothing changed.
public final class CorruptManifestException extends IOException {
    public CorruptManifestException(String file, long offset, String what) {
        super("manifest " + file + " is damaged at byte " + offset + ": " + what);
    }

    public CorruptManifestException(String file, long offset, String what, Throwable cause) {
        super("manifest " + file + " is damaged at byte " + offset + ": " + what, cause);
    }
}
