package org.helenus.server.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/// Where a node takes orders, as it leaves it in its data directory: `host port token` in one line of the file
/// `admin-endpoint`, readable by the owner alone. Whoever may read it may give orders.
///
/// @param token 64 hexadecimal digits, other ones at each start
public record AdminAddress(String host, int port, String token) {
    public static final String FILE = "admin-endpoint";

    /// Written beside and renamed, so that nobody reads half of it; never readable by others, not for a moment.
    void leaveIn(Path directory) throws IOException {
        var fresh = directory.resolve(FILE + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, host + " " + port + " " + token + "\n", StandardOpenOption.WRITE);
        Files.move(fresh, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static void removeFrom(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(FILE));
    }

    @Override
    public String toString() {
        return host + ":" + port; // the token has no business in a log
    }
}
