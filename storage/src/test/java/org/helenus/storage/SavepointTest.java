package org.helenus.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.helenus.storage.TestEngine.T;
import static org.helenus.storage.TestEngine.U;
import static org.helenus.storage.TestEngine.deletePartition;
import static org.helenus.storage.TestEngine.put;
import static org.helenus.storage.TestEngine.rows;
import static org.helenus.storage.TestEngine.table;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.TableId;
import org.helenus.schema.option.ReplicationParams;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.UserType;
import org.helenus.storage.disk.MemoryDisk;
import org.junit.jupiter.api.Test;

final class SavepointTest {
    private final MemoryDisk disk = new MemoryDisk(1);

    @Test
    void tablesHoldAgainWhatTheyHeldWhateverTheTimestamps() throws IOException {
        var engine = TestEngine.created(disk, table(T, "t"), table(U, "u"));
        put(engine, T, 1, "one", 100);
        put(engine, T, 2, "two", 100);
        put(engine, U, 1, "untouched", 100);
        try (var savepoint = engine.savepoint()) {
            var untouched = engine.engineTable(U).fileIds();
            for (int round = 0; round < 3; round++) {
                put(engine, T, 1, "later", 200 + round);
                deletePartition(engine, T, 2, 1_000);
                put(engine, T, 3, "three", 50);
                engine.flush(T);
                assertThat(rows(engine, T)).isEqualTo("{1=later, 3=three}");
                assertThat(savepoint.restore()).isEmpty();
                assertThat(rows(engine, T)).isEqualTo("{1=one, 2=two}");
            }
            assertThat(engine.engineTable(U).fileIds()).isEqualTo(untouched);
            engine.truncate(U);
            savepoint.restore();
            assertThat(rows(engine, U)).isEqualTo("{1=untouched}");
        }
        assertThat(rows(TestEngine.open(disk.crash(3)), T)).isEqualTo("{1=one, 2=two}");
    }

    @Test
    void theSchemaIsWhatItWas() throws IOException {
        var engine = TestEngine.created(disk, table(T, "t"), table(U, "u"));
        put(engine, T, 1, "one", 100);
        put(engine, U, 1, "one", 100);
        var name = new UserType("ks", "name", List.of("first"), List.of(NativeType.TEXT), true);
        engine.alterSchema(List.of(new SchemaChange.PutType(name)));
        var before = engine.schema();
        var savepoint = engine.savepoint();

        var altered = table(T, "t").toBuilder()
                .drop("v", 500)
                .regular("w", NativeType.INT)
                .build();
        var recreated = new TableId(new UUID(0, 7));
        engine.alterSchema(List.of(
                new SchemaChange.PutTable(altered),
                new SchemaChange.DropTable(U),
                new SchemaChange.PutTable(table(recreated, "u")),
                new SchemaChange.DropType("ks", "name"),
                new SchemaChange.PutKeyspace("other", ReplicationParams.simple(1), true),
                new SchemaChange.PutType(new UserType("ks", "more", List.of("x"), List.of(NativeType.INT), true))));
        put(engine, recreated, 1, "not the same table", 100);

        assertThat(savepoint.restore()).hasSize(6);
        assertThat(rows(engine, T)).isEqualTo("{1=one}");
        assertThat(rows(engine, U)).isEqualTo("{1=one}");
        assertThat(engine.schema().keyspaces().keySet()).containsExactly("ks");
        assertThat(engine.schema().keyspace("ks").orElseThrow().types())
                .isEqualTo(before.keyspace("ks").orElseThrow().types());
        var restored = engine.schema().table(T).orElseThrow();
        assertThat(restored.columns()).isEqualTo(table(T, "t").columns());
        assertThat(restored.nextColumnId()).as("no id is given twice").isEqualTo(altered.nextColumnId());
        assertThat(engine.schema().table("ks", "u").orElseThrow().id()).isEqualTo(U);

        assertThat(savepoint.restore()).as("it is there already").isEmpty();
        assertThat(rows(TestEngine.open(disk.crash(3)), U)).isEqualTo("{1=one}");
    }

    @Test
    void timestampsGoOnFromThere() throws IOException {
        var engine = TestEngine.created(disk, table(T, "t"));
        long before = engine.nextTimestampMicros();
        var savepoint = engine.savepoint();
        for (int i = 0; i < 10; i++) {
            engine.nextTimestampMicros();
        }
        savepoint.restore();
        assertThat(engine.nextTimestampMicros()).isEqualTo(before + 1);
    }

    @Test
    void nothingOfItStaysBehind() throws IOException {
        var engine = TestEngine.created(disk, table(T, "t"));
        put(engine, T, 1, "one", 100);
        var savepoint = engine.savepoint();
        put(engine, T, 2, "two", 100);
        savepoint.restore();
        savepoint.close();
        savepoint.close();
        assertThat(engine.snapshots().list()).isEmpty();
        assertThatThrownBy(savepoint::restore).isInstanceOf(IllegalStateException.class);
        assertThat(rows(engine, T)).isEqualTo("{1=one}");
    }

    /// Whatever happens in between, also a power loss afterwards.
    @Test
    void anyWayLeadsBack() throws IOException {
        var seed = Seed.next();
        var random = seed.random();
        var engine = TestEngine.created(disk, table(T, "t"), table(U, "u"));
        for (int round = 0; round < 30; round++) {
            mess(engine, random, 10);
            var t = rows(engine, T);
            var u = rows(engine, U);
            try (var savepoint = engine.savepoint()) {
                for (int again = random.nextInt(1, 4); again > 0; again--) {
                    mess(engine, random, 10);
                    if (random.nextInt(4) == 0) {
                        engine.alterSchema(List.of(new SchemaChange.DropTable(U)));
                    }
                    savepoint.restore();
                    assertThat(rows(engine, T)).as(seed.toString()).isEqualTo(t);
                    assertThat(rows(engine, U)).as(seed.toString()).isEqualTo(u);
                }
                if (random.nextInt(3) == 0) {
                    var after = TestEngine.open(disk.crash(random.nextLong()));
                    assertThat(rows(after, T)).as(seed.toString()).isEqualTo(t);
                    assertThat(rows(after, U)).as(seed.toString()).isEqualTo(u);
                    after.close();
                }
            }
        }
    }

    private static void mess(StorageEngine engine, RandomGenerator random, int steps) throws IOException {
        for (int i = 0; i < steps; i++) {
            var table = random.nextBoolean() ? T : U;
            switch (random.nextInt(8)) {
                case 0 -> engine.flush(table);
                case 1 -> engine.truncate(table);
                case 2, 3 -> deletePartition(engine, table, random.nextInt(5), random.nextInt(1_000));
                default -> put(engine, table, random.nextInt(5), "v" + random.nextInt(1_000), random.nextInt(1_000));
            }
        }
    }
}
