package org.helenus.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.helenus.schema.CreateText;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.storage.snapshot.CorruptSnapshotException;
import org.helenus.storage.snapshot.Snapshot;
import org.helenus.storage.snapshot.SnapshotStore;
import org.helenus.storage.sstable.SSTableId;

/// The snapshots of an engine: taken from its live tables by hard link, so at once and for no space, until what they
/// link would be gone without them.
///
/// Threads: any; one takes or clears at a time.
public final class Snapshots {
    /// Less is more likely a mistake than a wish.
    public static final Duration SHORTEST_LIFE = Duration.ofSeconds(60);

    private static final int MAX_TAG_BYTES = 200;
    /// Clocks are set, so what is due is looked at this often.
    private static final Duration LOOK = Duration.ofMinutes(1);

    private final StorageEngine engine;
    private final SnapshotStore store;

    Snapshots(StorageEngine engine) {
        this.engine = engine;
        store = new SnapshotStore(engine.disk());
    }

    /// Flushes the tables and keeps their files under a tag. On return the snapshot is complete, durably; when it
    /// throws there is nothing of it. A tag may be given again for other tables.
    ///
    /// @throws InvalidRequest the tag has one of these tables already, or cannot be a directory's name
    public Snapshot take(String tag, Collection<TableId> tables) throws IOException {
        return take(tag, tables, Optional.empty());
    }

    /// The same for a snapshot that goes by itself.
    ///
    /// @param life how long from now it is kept at least, [#SHORTEST_LIFE] or more; empty: until somebody clears it
    /// @throws InvalidRequest likewise, or the life is too short, or is given for a tag that exists
    public Snapshot take(String tag, Collection<TableId> tables, Optional<Duration> life) throws IOException {
        check(tag);
        check(life);
        for (var table : tables) {
            engine.flush(table);
        }
        return takeUnflushed(tag, tables, life);
    }

    /// The same without what lies in memory.
    public synchronized Snapshot takeUnflushed(String tag, Collection<TableId> tables, Optional<Duration> life)
            throws IOException {
        check(tag);
        check(life);
        var before = store.find(tag);
        if (before.isPresent() && life.isPresent()) {
            throw new InvalidRequest("Snapshot " + tag + " already exists, and expires "
                    + before.get().expires().map(at -> "at " + at).orElse("never"));
        }
        var all = new ArrayList<>(before.map(Snapshot::tables).orElse(List.of()));
        for (var table : all) {
            if (tables.contains(table.id())) {
                throw new InvalidRequest(
                        "Snapshot " + tag + " of " + table.keyspace() + "." + table.name() + " already exists");
            }
        }
        var pinned = new ArrayList<Pinned>();
        try {
            for (var id : tables) {
                var table = engine.table(id);
                pinned.add(new Pinned(table.metadata(), table.sstables()));
            }
            store.clean(tag);
            store.begin(tag);
            for (var table : pinned) {
                all.add(link(tag, table));
            }
            var now = now();
            var snapshot = before.isPresent() ? before.get().of(all) : new Snapshot(tag, now, life.map(now::plus), all);
            store.complete(snapshot);
            store.clean(tag);
            snapshot.expires().ifPresent(this::expireAt);
            return snapshot;
        } catch (IOException | RuntimeException e) {
            takeBack(tag, e);
            throw e;
        } finally {
            pinned.forEach(table -> table.files.close());
        }
    }

    private record Pinned(TableMetadata table, LiveSSTables files) {}

    private Snapshot.Table link(String tag, Pinned pinned) throws IOException {
        var table = pinned.table;
        var empty = new Snapshot.Table(table.keyspace(), table.name(), table.id(), List.of());
        return store.link(tag, empty, pinned.files.all(), schema(table));
    }

    /// The table with its id and the columns that it has lost, and before it the types that it may be made of.
    private String schema(TableMetadata table) {
        var text = new StringBuilder();
        engine.schema()
                .keyspace(table.keyspace())
                .ifPresent(keyspace -> CreateText.types(keyspace)
                        .forEach(type -> text.append(CreateText.type(type)).append("\n\n")));
        return text.append(CreateText.table(table, true)).append('\n').toString();
    }

    private void takeBack(String tag, Exception cause) {
        try {
            store.clean(tag);
        } catch (IOException e) {
            cause.addSuppressed(e); // the next start cleans
        }
    }

    private Instant now() {
        return Instant.ofEpochMilli(engine.clock().wallMicros() / 1_000);
    }

    private static void check(Optional<Duration> life) {
        if (life.isPresent() && life.get().compareTo(SHORTEST_LIFE) < 0) {
            throw new InvalidRequest("ttl for snapshot must be at least " + SHORTEST_LIFE.toSeconds() + " seconds");
        }
    }

    private static void check(String tag) {
        boolean fits = !tag.isEmpty()
                && tag.getBytes(StandardCharsets.UTF_8).length <= MAX_TAG_BYTES
                && !tag.equals(".")
                && !tag.equals("..")
                && tag.chars().noneMatch(c -> c == '/' || c == '\\' || c < ' ');
        if (!fits) {
            throw new InvalidRequest("Snapshot name '" + tag + "' cannot be a directory's name");
        }
    }

    /// All snapshots, by tag.
    public synchronized List<Snapshot> list() throws IOException {
        return store.all();
    }

    public synchronized Optional<Snapshot> find(String tag) throws IOException {
        check(tag);
        return store.find(tag);
    }

    /// Bytes that go when nobody but this snapshot holds them: of files that no table lives on any more. Files that
    /// several snapshots share count in each.
    public long exclusiveBytes(Snapshot.Table table) {
        Set<SSTableId> live = new HashSet<>();
        if (engine.schema().table(table.id()).isPresent()) {
            try (var files = engine.table(table.id()).sstables()) {
                files.all().forEach(file -> live.add(file.sstable().id()));
            }
        }
        return table.files().stream()
                .filter(file -> !live.contains(file.id()))
                .mapToLong(Snapshot.File::sizeBytes)
                .sum();
    }

    /// Takes a snapshot away, durably.
    ///
    /// @return false: there was none
    public synchronized boolean clear(String tag) throws IOException {
        check(tag);
        boolean there = store.find(tag).isPresent();
        if (there) {
            store.delete(tag);
        }
        return there;
    }

    /// Takes the tables of one keyspace out of a snapshot; the last take it with them.
    public synchronized boolean clear(String tag, String keyspace) throws IOException {
        check(tag);
        var snapshot = store.find(tag);
        var kept = snapshot.map(Snapshot::tables).orElse(List.of()).stream()
                .filter(table -> !table.keyspace().equals(keyspace))
                .toList();
        if (snapshot.isEmpty() || kept.size() == snapshot.get().tables().size()) {
            return false;
        }
        if (kept.isEmpty()) {
            store.delete(tag);
        } else {
            store.begin(tag);
            store.complete(snapshot.get().of(kept));
            store.clean(tag);
        }
        return true;
    }

    /// Keeps what a table holds before it is emptied or dropped, where the engine and the table are set to. Of a
    /// table that holds nothing there is nothing to keep.
    ///
    /// @param why `truncated` or `dropped`
    void beforeLoss(String why, EngineTable table) throws IOException {
        var metadata = table.metadata();
        if (!engine.options().autoSnapshot() || !metadata.options().allowAutoSnapshot()) {
            return;
        }
        engine.flush(metadata.id());
        boolean empty;
        try (var files = table.sstables()) {
            empty = files.all().isEmpty();
        }
        if (!empty) {
            takeUnflushed(freeTag(why, metadata.name()), List.of(metadata.id()), Optional.empty());
        }
    }

    private String freeTag(String why, String table) throws IOException {
        long millis = now().toEpochMilli();
        while (store.find(why + "-" + millis + "-" + table).isPresent()) {
            millis++;
        }
        return why + "-" + millis + "-" + table;
    }

    // ---- those that go by themselves

    private void expireAt(Instant time) {
        var left = Duration.between(now(), time).plusMillis(1);
        var delay = left.isNegative() ? Duration.ZERO : left.compareTo(LOOK) < 0 ? left : LOOK;
        engine.threads()
                .scheduler()
                .schedule(delay, () -> engine.threads().flush().execute(this::expire));
    }

    /// Takes away what has expired, and comes again while there is something that will.
    private synchronized void expire() {
        try {
            Optional<Instant> next = Optional.empty();
            for (var tag : store.tags()) {
                var expires = expiry(tag);
                if (expires.isPresent() && !now().isBefore(expires.get())) {
                    store.delete(tag);
                } else if (expires.isPresent()
                        && (next.isEmpty() || expires.get().isBefore(next.get()))) {
                    next = expires;
                }
            }
            next.ifPresent(this::expireAt);
        } catch (IOException e) {
            engine.listener().backgroundError("removal of expired snapshots", e);
            expireAt(now().plus(LOOK));
        }
    }

    /// One whose manifest is damaged stays; who asks for it is told.
    private Optional<Instant> expiry(String tag) throws IOException {
        try {
            return store.find(tag).flatMap(Snapshot::expires);
        } catch (CorruptSnapshotException e) {
            return Optional.empty();
        }
    }

    /// At the start: those that expired meanwhile go, and the others when they are due.
    void resumeExpiry() throws IOException {
        if (store.isAny()) {
            engine.threads().flush().execute(this::expire);
        }
    }

    /// At the start: what was begun and not ended.
    void clean() throws IOException {
        for (String tag : store.clean()) {
            engine.listener().notice("The snapshot " + tag + " was not complete; what no manifest names was removed");
        }
    }
}
