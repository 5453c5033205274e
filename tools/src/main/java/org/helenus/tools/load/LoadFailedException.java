package org.helenus.tools.load;

import java.io.IOException;

/// A load that came to nothing, told in one sentence. The table is as it was.
final class LoadFailedException extends IOException {
    private static final long serialVersionUID = 1;

    LoadFailedException(String message) {
        super(message);
    }

    LoadFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
