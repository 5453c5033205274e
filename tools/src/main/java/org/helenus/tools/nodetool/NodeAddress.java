package org.helenus.tools.nodetool;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// Where a node takes orders, and the token that it wants to see.
///
/// @param source the file of a data directory that says so, or nobody: a person did
record NodeAddress(String host, int port, String token, Optional<Path> source) {
    static final String FILE = "admin-endpoint";
    static final String TOKEN_VARIABLE = "HELENUS_ADMIN_TOKEN";
    static final String DEFAULT_HOST = "127.0.0.1";
    static final int DEFAULT_PORT = 7199;

    /// What a person may say of it.
    record Hints(
            Optional<String> host,
            Optional<Integer> port,
            Optional<Path> tokenFile,
            Optional<String> tokenVariable,
            Optional<Path> data) {
        /// `--data`, or `data` beside where we are.
        Path directory() {
            return data.orElse(Path.of("data"));
        }
    }

    static NodeAddress find(Hints hints) throws NodeException {
        boolean isNamed = hints.host.isPresent() || hints.port.isPresent();
        if (hints.tokenFile.isPresent() && isNamed) {
            return named(hints, token(hints.tokenFile.get()));
        }
        if (hints.tokenFile.isEmpty() && hints.tokenVariable.isPresent() && isNamed) {
            return named(hints, hints.tokenVariable.get());
        }
        var file = hints.tokenFile.orElse(hints.directory().resolve(FILE));
        if (isNamed && !Files.exists(file)) {
            throw NodeException.usage("A node wants to see its token: --token-file or " + TOKEN_VARIABLE
                    + " gives it, --data DIR finds it in the node's data directory; there is no " + file);
        }
        var left = left(file);
        return isNamed ? named(hints, left.token) : left;
    }

    private static NodeAddress named(Hints hints, String token) {
        return new NodeAddress(
                hints.host.orElse(DEFAULT_HOST), hints.port.orElse(DEFAULT_PORT), token, Optional.empty());
    }

    /// The file is one that a node left, or holds a token alone.
    private static String token(Path file) throws NodeException {
        var words = read(file).split("\\s+", -1);
        if (words.length != 1 && words.length != 3 || words[0].isEmpty()) {
            throw NodeException.failure(file + " holds no token");
        }
        return words[words.length - 1];
    }

    private static NodeAddress left(Path file) throws NodeException {
        var words = read(file).split("\\s+", -1);
        try {
            if (words.length == 3) {
                return new NodeAddress(words[0], Integer.parseInt(words[1]), words[2], Optional.of(file));
            }
        } catch (NumberFormatException e) {
            throw NodeException.failure(file + " holds no address: '" + words[1] + "' is no port");
        }
        throw NodeException.failure(file + " holds no address");
    }

    private static String read(Path file) throws NodeException {
        try {
            return Files.readString(file).strip();
        } catch (NoSuchFileException e) {
            throw NodeException.failure("No node runs on "
                    + Optional.ofNullable(file.getParent()).orElse(Path.of("."))
                    + ": there is no " + file + ". --data names the data directory of a node");
        } catch (AccessDeniedException e) {
            throw NodeException.failure(file + " is its owner's alone; you may not read it");
        } catch (IOException e) {
            throw NodeException.failure(file + " cannot be read: " + e.getMessage());
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
