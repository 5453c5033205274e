package org.helenus.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.helenus.query.system.SystemSources;
import org.helenus.schema.Schema;

/// Bound statements, kept by what they were written as and, once a client prepared them, by their id. Bounded: those
/// least used go first. Threads: any.
final class PreparedStatements {
    record Key(Optional<String> keyspace, String cql) {}

    record Id(long high, long low) {
        static Optional<Id> of(byte[] id) {
            if (id.length != 16) {
                return Optional.empty();
            }
            long high = 0;
            long low = 0;
            for (int i = 0; i < 8; i++) {
                high = high << 8 | id[i] & 0xFF;
                low = low << 8 | id[i + 8] & 0xFF;
            }
            return Optional.of(new Id(high, low));
        }
    }

    /// A prepared statement and what it is bound to at the moment.
    static final class Statement {
        final byte[] id;
        final Key key;
        volatile Bound bound;
        /// Whether the result's columns are still those that the first client learned.
        volatile boolean resultFixed = true;
        /// What the last client that prepared it learned of the result.
        volatile byte[] learned;

        Statement(byte[] id, Key key, Bound bound) {
            this.id = id;
            this.key = key;
            this.bound = bound;
            learned = bound.resultMetadataId();
        }

        /// Whether the result has other columns than any client has learned.
        boolean resultIsNews() {
            return !Arrays.equals(learned, bound.resultMetadataId());
        }

        void rebind(Bound fresh) {
            if (!Arrays.equals(fresh.resultMetadataId(), bound.resultMetadataId())) {
                resultFixed = false;
            }
            bound = fresh;
        }
    }

    /// What a plan takes besides its text, roughly.
    private static final int PLAN_BYTES = 2_000;

    private final Cache<Id, Statement> byId;
    private final Cache<Key, Bound> byText;
    private final LongAdder evicted = new LongAdder();

    /// @param bytes for each of the two kinds
    PreparedStatements(long bytes) {
        byId = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher((Id id, Statement statement) ->
                        PLAN_BYTES + 12 * statement.key.cql().length())
                .executor(Runnable::run)
                .evictionListener((_, _, _) -> evicted.increment())
                .build();
        byText = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher((Key key, Bound bound) -> PLAN_BYTES + 12 * key.cql().length())
                .executor(Runnable::run)
                .build();
    }

    Optional<Statement> find(byte[] id) {
        return Id.of(id).map(byId::getIfPresent);
    }

    /// How many are kept; about.
    long count() {
        return byId.estimatedSize();
    }

    /// How many were forgotten for want of room, since the start.
    long evicted() {
        return evicted.sum();
    }

    Optional<Bound> find(Key key) {
        return Optional.ofNullable(byText.getIfPresent(key));
    }

    void keep(Key key, Bound bound) {
        byText.put(key, bound);
    }

    void forget(Key key) {
        byText.invalidate(key);
    }

    /// Keeps a statement under its id, or renews the one there. A statement that names its keyspace has one id, so
    /// that
    /// a session which prepares it again after a `USE` finds it.
    Statement prepare(Key asked, Bound bound) {
        var key = bound.namesKeyspace() ? new Key(Optional.empty(), asked.cql()) : asked;
        byte[] id = id(key);
        return byId.asMap().compute(Id.of(id).orElseThrow(), (_, before) -> {
            if (before == null) {
                return new Statement(id, key, bound);
            }
            before.rebind(bound);
            before.learned = bound.resultMetadataId();
            return before;
        });
    }

    /// MD5 of keyspace and text, as Cassandra makes it.
    private static byte[] id(Key key) {
        try {
            return MessageDigest.getInstance("MD5")
                    .digest((key.keyspace().orElse("") + key.cql()).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has MD5", e);
        }
    }

    /// All statements that clients prepared and can execute, in no order: for `system.prepared_statements`.
    List<SystemSources.PreparedStatement> all(Schema schema) {
        return byId.asMap().values().stream()
                .filter(statement -> !statement.bound.isOrphanedIn(schema))
                .map(statement -> new SystemSources.PreparedStatement(
                        statement.id.clone(), statement.key.keyspace(), statement.key.cql()))
                .toList();
    }
}
