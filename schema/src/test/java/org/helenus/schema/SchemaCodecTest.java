package org.helenus.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.helenus.schema.bytes.ByteWriter;
import org.helenus.schema.option.ReplicationParams;
import org.helenus.schema.option.TableOptions;
import org.helenus.schema.type.CustomType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.SetType;
import org.helenus.schema.type.TupleType;
import org.helenus.schema.type.UserType;
import org.helenus.schema.type.VectorType;
import org.junit.jupiter.api.Test;

class SchemaCodecTest {
    private static final Path VERSION_1 = Path.of("src/test/resources/schema-changes-v1.txt");
    private static final Path VERSION_2 = Path.of("src/test/resources/schema-changes-v2.txt");
    private static final String SEED = System.getProperty("seed", "");

    private static List<SchemaChange> changes() {
        var type = new UserType("ks", "Point", List.of("x", "y"), List.of(NativeType.INT, NativeType.TEXT), true);
        var table = TableMetadata.builder(new TableId(new UUID(0x0102, 0x0304)), "ks", "t")
                .partitionKey("k", NativeType.INT)
                .clustering("c", NativeType.TIMEUUID, true)
                .staticColumn("s", new SetType(NativeType.TEXT, true))
                .regular("v", new MapType(NativeType.TEXT, type.freeze(), true))
                .regular("w", new VectorType(NativeType.FLOAT, 3))
                .regular("x", new TupleType(List.of(NativeType.BLOB, new CustomType("com.example.Odd"))))
                .drop("w", 1_600_000_000_000_000L)
                .options(TableOptions.created(Map.of(
                        "comment",
                        "what it is for",
                        "gc_grace_seconds",
                        "60",
                        "compression",
                        Map.of("enabled", "false"),
                        "compaction",
                        Map.of("class", "LeveledCompactionStrategy", "sstable_size_in_mb", "32"))))
                .build();
        return List.of(
                new SchemaChange.PutKeyspace("ks", ReplicationParams.simple(3), false),
                new SchemaChange.PutType(type),
                new SchemaChange.PutTable(table),
                new SchemaChange.DropTable(table.id()),
                new SchemaChange.DropType("ks", "Point"),
                new SchemaChange.DropKeyspace("ks"));
    }

    /// What version 1 has no place for.
    private static List<SchemaChange> compactTables() {
        return List.of(
                new SchemaChange.PutTable(TableMetadata.builder(new TableId(new UUID(5, 6)), "ks", "static_compact")
                        .partitionKey("k", NativeType.INT)
                        .regular("column1", NativeType.TEXT)
                        .compact()
                        .build()),
                new SchemaChange.PutTable(TableMetadata.builder(new TableId(new UUID(7, 8)), "ks", "dense")
                        .partitionKey("k", NativeType.INT)
                        .clustering("c", NativeType.INT)
                        .compact()
                        .build()));
    }

    private static List<SchemaChange> all() {
        var all = new ArrayList<>(changes());
        all.addAll(compactTables());
        return all;
    }

    private static byte[] bytes(SchemaChange change) {
        var out = new ByteWriter();
        SchemaCodec.write(change, out);
        return out.toArray();
    }

    /// Bytes that were written once must read for ever.
    @Test
    void versionsStayAsTheyAre() throws IOException {
        checkGolden(changes(), VERSION_1);
        checkGolden(compactTables(), VERSION_2);
    }

    private static void checkGolden(List<SchemaChange> changes, Path golden) throws IOException {
        var text = new StringBuilder();
        for (SchemaChange change : changes) {
            text.append(change.getClass().getSimpleName()).append('\n');
            String hex = HexFormat.of().formatHex(bytes(change));
            for (int at = 0; at < hex.length(); at += 96) {
                text.append("  ")
                        .append(hex, at, Math.min(hex.length(), at + 96))
                        .append('\n');
            }
        }
        if (Boolean.getBoolean("rewrite")) {
            Files.writeString(golden, text);
        }
        assertThat(text.toString()).isEqualTo(Files.readString(golden));
    }

    @Test
    void everyChangeReadsBack() {
        for (SchemaChange change : all()) {
            byte[] bytes = bytes(change);
            assertThat(SchemaCodec.read(bytes, 0, bytes.length)).isEqualTo(change);
            byte[] inside = new byte[bytes.length + 7];
            System.arraycopy(bytes, 0, inside, 3, bytes.length);
            assertThat(SchemaCodec.read(inside, 3, bytes.length)).isEqualTo(change);
        }
    }

    @Test
    void bytesThatEndEarlyOrGoOnAreRefused() {
        for (SchemaChange change : all()) {
            byte[] bytes = bytes(change);
            for (int length = 0; length < bytes.length; length++) {
                int end = length;
                assertThatThrownBy(() -> SchemaCodec.read(bytes, 0, end)).isInstanceOf(IllegalArgumentException.class);
            }
            assertThatThrownBy(() -> SchemaCodec.read(Arrays.copyOf(bytes, bytes.length + 1), 0, bytes.length + 1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /// Whatever bytes come, the answer is a change or this one exception.
    @Test
    void damagedBytesNeverDoWorse() {
        long seed = SEED.isEmpty() ? System.nanoTime() : Long.parseLong(SEED);
        var random = new Random(seed);
        for (SchemaChange change : all()) {
            for (int round = 0; round < 3000; round++) {
                byte[] bytes = bytes(change);
                for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
                try {
                    SchemaCodec.read(bytes, 0, bytes.length);
                } catch (IllegalArgumentException e) {
                    assertThat(e).as("seed " + seed).hasMessageNotContaining("NullPointer");
                } catch (RuntimeException e) {
                    throw new AssertionError(
                            "seed " + seed + " " + HexFormat.of().formatHex(bytes), e);
                }
            }
        }
    }
}
