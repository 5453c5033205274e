package org.helenus.tools.nodetool;

/// A node that answers.
interface Node {
    /// What it knows.
    JsonValue ask(Query query) throws NodeException;

    /// Tells it to do something, and waits until that is done.
    JsonValue order(Query query) throws NodeException;
}
