package org.helenus.server;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.helenus.protocol.message.Event;
import org.helenus.query.QueryProcessor;
import org.helenus.storage.Savepoint;
import org.helenus.storage.StorageEngine;

/// What a [HelenusServer] held at one moment: all rows, the schema, and the time when its clock is a [VirtualClock].
///
///     try (var fixture = server.save()) {
///         // write, delete, alter, drop, let time pass
///         fixture.restore();
///     }
///
/// A restoration takes milliseconds: it touches only tables that have changed. Connections stay, prepared statements
/// stay valid or are bound anew as after any change of the schema, and clients hear of tables that came or went. No
/// request may be under way meanwhile, else what it wrote may be gone or may stay.
///
/// Threads: one restores at a time. Whoever saved it closes it, before the server.
public final class SavedState implements AutoCloseable {
    private final Savepoint savepoint;
    private final StorageEngine storage;
    private final QueryProcessor processor;
    private final Consumer<Event> clients;
    private final Optional<VirtualClock> clock;
    private final Optional<Instant> time;
    private final long lastTimeUuid;

    SavedState(
            Savepoint savepoint,
            StorageEngine storage,
            QueryProcessor processor,
            Consumer<Event> clients,
            Optional<VirtualClock> clock) {
        this.savepoint = savepoint;
        this.storage = storage;
        this.processor = processor;
        this.clients = clients;
        this.clock = clock;
        time = clock.map(VirtualClock::now);
        lastTimeUuid = processor.timeUuids().last();
    }

    /// Makes the server what it was; as often as wanted.
    public void restore() throws IOException {
        // First of all: what comes back must not be compacted by the time that it was not written for.
        clock.ifPresent(movable -> movable.set(time.orElseThrow()));
        var before = storage.schema();
        var changes = savepoint.restore();
        processor.timeUuids().goBack(lastTimeUuid);
        SchemaNews.of(before, changes).forEach(clients);
    }

    /// Gives up what it kept.
    @Override
    public void close() throws IOException {
        savepoint.close();
    }
}
