package org.helenus.server.admin;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// One question or order: an HTTP/1.1 request without a body. What it needs to know stands behind the `?`, so all of
/// it is the head.
///
///     POST /v1/compact?of=shop.orders&split=true HTTP/1.1
///     Authorization: Bearer 0123…
///
/// @param path without what is behind the `?`
/// @param parameters each name with its values in their order
/// @param token that was shown
record AdminRequest(String method, String path, Map<String, List<String>> parameters, Optional<String> token) {
    /// Of a head; the names of many files go into one.
    static final int MAX_BYTES = 256 << 10;

    private static final String BEARER = "Bearer ";

    AdminRequest {
        parameters = Map.copyOf(parameters);
    }

    /// Reads until the head is there; what comes behind it in the same breath is passed over.
    ///
    /// @param late asked before each look at what has come: enough time has passed
    /// @return empty when the other side hung up before it said anything
    /// @throws AdminException this is no such request
    static Optional<AdminRequest> read(InputStream in, BooleanSupplier late) throws IOException, AdminException {
        var bytes = new byte[1024];
        int length = 0;
        int end = -1;
        while (end < 0) {
            if (length == MAX_BYTES) {
                throw new AdminException(431, "the request is longer than " + MAX_BYTES + " bytes");
            }
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(MAX_BYTES, 2 * length));
            }
            if (late.getAsBoolean()) {
                throw new AdminException(408, "the request comes too slowly");
            }
            int read = in.read(bytes, length, bytes.length - length);
            if (read < 0) {
                if (length == 0) {
                    return Optional.empty();
                }
                throw AdminException.badRequest("the request ends early");
            }
            end = endOfHead(bytes, Math.max(0, length - 3), length + read);
            length += read;
        }
        return Optional.of(parse(new String(bytes, 0, end, StandardCharsets.ISO_8859_1)));
    }

    /// Where the empty line begins; −1 where there is none.
    private static int endOfHead(byte[] bytes, int from, int to) {
        for (int i = from; i <= to - 4; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n' && bytes[i + 2] == '\r' && bytes[i + 3] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /// @param head without the empty line at its end
    static AdminRequest parse(String head) throws AdminException {
        var lines = head.split("\r\n", -1);
        var words = lines[0].split(" ", -1);
        if (words.length != 3 || !words[1].startsWith("/") || !words[2].startsWith("HTTP/1.")) {
            throw AdminException.badRequest("the request cannot be understood");
        }
        Optional<String> token = Optional.empty();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon <= 0) {
                throw AdminException.badRequest("the request cannot be understood");
            }
            var value = lines[i].substring(colon + 1).strip();
            switch (lines[i].substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "authorization" ->
                    token = value.startsWith(BEARER)
                            ? Optional.of(value.substring(BEARER.length()).strip())
                            : Optional.empty();
                case "content-length" -> refuseBody(!value.equals("0"));
                case "transfer-encoding" -> refuseBody(true);
                default -> {} // of no concern here
            }
        }
        int mark = words[1].indexOf('?');
        var path = mark < 0 ? words[1] : words[1].substring(0, mark);
        return new AdminRequest(words[0], path, mark < 0 ? Map.of() : parameters(words[1].substring(mark + 1)), token);
    }

    private static void refuseBody(boolean hasBody) throws AdminException {
        if (hasBody) {
            throw AdminException.badRequest("a request has no body: what it needs stands behind the ? of its path");
        }
    }

    private static Map<String, List<String>> parameters(String query) throws AdminException {
        var parameters = new LinkedHashMap<String, List<String>>();
        for (var pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw AdminException.badRequest("'" + pair + "' is not name=value");
            }
            try {
                parameters
                        .computeIfAbsent(decode(pair.substring(0, equals)), name -> new ArrayList<>())
                        .add(decode(pair.substring(equals + 1)));
            } catch (IllegalArgumentException e) {
                throw AdminException.badRequest("'" + pair + "' is not encoded as in a URL");
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    List<String> all(String name) {
        return parameters.getOrDefault(name, List.of());
    }

    /// @throws AdminException it is there more than once
    Optional<String> optional(String name) throws AdminException {
        var values = all(name);
        if (values.size() > 1) {
            throw AdminException.badRequest("'" + name + "' is there " + values.size() + " times");
        }
        return values.stream().findFirst();
    }

    String one(String name) throws AdminException {
        return optional(name).orElseThrow(() -> AdminException.badRequest("'" + name + "' is missing"));
    }

    /// Absent: false.
    boolean flag(String name) throws AdminException {
        var value = optional(name).orElse("false");
        if (!value.equals("true") && !value.equals("false")) {
            throw AdminException.badRequest("'" + name + "' is true or false, not '" + value + "'");
        }
        return value.equals("true");
    }

    /// @throws AdminException not a number, or not within the bounds, both inclusive
    long number(String name, long least, long greatest) throws AdminException {
        var text = one(name);
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= greatest) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw AdminException.badRequest("'" + name + "' is a whole number, not '" + text + "'");
        }
        throw AdminException.badRequest("'" + name + "' is between " + least + " and " + greatest + ", not " + text);
    }

    /// @throws AdminException a parameter that nobody reads, so that a misspelt one is not passed over
    void allowOnly(String... names) throws AdminException {
        var known = List.of(names);
        for (var name : parameters.keySet()) {
            if (!known.contains(name)) {
                throw AdminException.badRequest("'" + name + "' is not known at " + method + " " + path);
            }
        }
    }
}
