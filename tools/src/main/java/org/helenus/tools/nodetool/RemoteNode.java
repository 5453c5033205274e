package org.helenus.tools.nodetool;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;

/// A node behind its admin endpoint. HTTP/1.1 by hand, one request a connection: the JDK's client would take longer to
/// start than most answers to come.
final class RemoteNode implements Node {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int MAX_ANSWER_BYTES = 256 << 20;

    private final NodeAddress address;

    RemoteNode(NodeAddress address) {
        this.address = address;
    }

    @Override
    public JsonValue ask(Query query) throws NodeException {
        return request("GET", query);
    }

    @Override
    public JsonValue order(Query query) throws NodeException {
        return request("POST", query);
    }

    private JsonValue request(String method, Query query) throws NodeException {
        try (var socket = new Socket()) {
            connect(socket);
            var head = method + " " + query.target() + " HTTP/1.1\r\n"
                    + "Host: " + address + "\r\n"
                    + "Authorization: Bearer " + address.token() + "\r\n"
                    + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return answer(socket.getInputStream().readNBytes(MAX_ANSWER_BYTES));
        } catch (IOException e) {
            throw NodeException.failure("The node at " + address + " went away before it answered: " + e.getMessage());
        }
    }

    private void connect(Socket socket) throws NodeException {
        try {
            var to = new InetSocketAddress(address.host(), address.port());
            if (to.isUnresolved()) {
                throw new UnknownHostException(address.host());
            }
            socket.connect(to, CONNECT_MILLIS);
        } catch (IOException e) {
            var stale = address.source()
                    .map(file -> " " + file
                            + " says that a node listens there; if it was killed, the file is its last trace.")
                    .orElse("");
            throw NodeException.failure("Failed to connect to '" + address + "' - "
                    + e.getClass().getSimpleName() + ": '" + e.getMessage() + "'." + stale);
        }
    }

    private JsonValue answer(byte[] bytes) throws NodeException {
        var all = new String(bytes, StandardCharsets.UTF_8);
        int end = all.indexOf("\r\n\r\n");
        if (all.isEmpty()) {
            throw NodeException.failure("The node at " + address + " went away before it answered");
        }
        if (!all.startsWith("HTTP/1.1 ") || all.length() < 12 || end < 0) {
            throw NodeException.failure("What listens at " + address + " is no admin endpoint");
        }
        JsonValue json;
        try {
            json = JsonReader.read(all.substring(end + 4));
        } catch (UnexpectedAnswer e) {
            throw NodeException.failure(
                    "What listens at " + address + " is no admin endpoint of this version: " + e.getMessage());
        }
        var status = all.substring(9, 12);
        var error = json.optional("error").isPresent() ? json.text("error") : "status " + status;
        return switch (status) {
            case "200" -> json;
            case "400", "404", "405" -> throw NodeException.usage(error);
            case "401" ->
                throw NodeException.failure("The node at " + address + " does not know the token"
                        + address.source()
                                .map(file -> " of " + file + ", which another node left there")
                                .orElse("")
                        + ".");
            default -> throw NodeException.failure(error);
        };
    }
}
