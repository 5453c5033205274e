package org.helenus.server.admin;

/// An order that cannot be carried out; the message is for the operator.
final class AdminException extends Exception {
    private final int status;

    /// @param status of HTTP
    AdminException(int status, String message) {
        super(message);
        this.status = status;
    }

    /// What was asked for makes no sense here: a table that is not there, a number that is none.
    static AdminException badRequest(String message) {
        return new AdminException(400, message);
    }

    /// What was asked for made sense, and could not be done.
    static AdminException failed(String message) {
        return new AdminException(500, message);
    }

    int status() {
        return status;
    }
}
