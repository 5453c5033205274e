package org.helenus.storage.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.helenus.schema.Schema;
import org.helenus.schema.SchemaChange;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.option.ReplicationParams;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.UserType;
import org.helenus.storage.Seeds;
import org.helenus.storage.disk.DiskOperation.Kind;
import org.helenus.storage.disk.Fault;
import org.helenus.storage.disk.Fault.Verdict;
import org.helenus.storage.disk.MemoryDisk;
import org.helenus.storage.disk.OpenMode;
import org.helenus.storage.manifest.ManifestEdit.AddSSTable;
import org.helenus.storage.manifest.ManifestEdit.ChangeSchema;
import org.helenus.storage.manifest.ManifestEdit.FlushedGeneration;
import org.helenus.storage.manifest.ManifestEdit.PutProperty;
import org.helenus.storage.manifest.ManifestEdit.RemoveSSTable;
import org.helenus.storage.manifest.ManifestEdit.RetireLog;
import org.helenus.storage.manifest.ManifestEdit.TimestampCeiling;
import org.helenus.storage.manifest.ManifestEdit.TruncatedGeneration;
import org.helenus.storage.sstable.SSTableId;
import org.junit.jupiter.api.Test;

final class ManifestTest {
    private static final TableId T = new TableId(new UUID(0x11, 0x12));
    private static final SSTableId F = new SSTableId(0x21, 0x22);
    private static final SSTableId G = new SSTableId(0x31, 0x32);

    private final MemoryDisk disk = new MemoryDisk(1);

    @Test
    void editsAddUp() {
        var state = ManifestState.EMPTY
                .apply(List.of(AddSSTable.whole(T, F, 0), new FlushedGeneration(T, 4)))
                .apply(List.of(new FlushedGeneration(T, 3), new RetireLog(7), new RetireLog(6)))
                .apply(List.of(new PutProperty("a", Optional.of(new byte[] {1})), new TimestampCeiling(9)))
                .apply(List.of(new TimestampCeiling(8)));
        assertThat(state.table(T).files()).containsOnlyKeys(F);
        assertThat(state.table(T).flushedGeneration()).isEqualTo(4);
        assertThat(state.retiredLog()).isEqualTo(7);
        assertThat(state.property("a")).hasValue(new byte[] {1});
        assertThat(state.timestampCeiling()).isEqualTo(8);

        var replaced = state.apply(List.of(new RemoveSSTable(T, F), AddSSTable.whole(T, G, 1)));
        assertThat(replaced.table(T).files()).containsOnlyKeys(G);
        assertThat(state.table(T).files()).containsOnlyKeys(F);
        var emptied = replaced.apply(List.of(new TruncatedGeneration(T, 9), new PutProperty("a", Optional.empty())));
        assertThat(emptied.table(T).files()).isEmpty();
        assertThat(emptied.table(T).flushedGeneration()).isEqualTo(9);
        assertThat(emptied.property("a")).isEmpty();
    }

    @Test
    void aDroppedTablesFilesGoWithIt() {
        var created = ManifestState.EMPTY.apply(schema()).apply(List.of(AddSSTable.whole(T, F, 0)));
        assertThat(created.table(T).files()).hasSize(1);
        var dropped = created.apply(List.of(new ChangeSchema(new SchemaChange.DropTable(T))));
        assertThat(dropped.tables()).isEmpty();
    }

    @Test
    void aSchemaIsRetoldFromItsSnapshot() {
        var state = ManifestState.EMPTY.apply(schema());
        var again = ManifestState.EMPTY.apply(state.edits());
        assertThat(again.schema().version()).isEqualTo(state.schema().version());
        assertThat(again.schema().keyspace("ks").orElseThrow().types()).hasSize(2);
        assertThat(again.schema()).isNotEqualTo(Schema.EMPTY);
    }

    @Test
    void whatIsCommittedOutlivesEveryCrash() throws IOException {
        var random = new SplittableRandom(Seeds.or(5));
        var manifest = open(disk, 1);
        var committed = new ArrayList<Long>(List.of(0L));
        var begun = new long[1];
        disk.observe(operation -> {
            if (operation.kind().changesDisk()) {
                try {
                    long seen = open(disk.crash(random.nextLong()), 2).state().retiredLog();
                    assertThat(seen).isBetween(committed.getLast(), begun[0]);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        });
        for (long i = 1; i < 300; i++) {
            begun[0] = i;
            // Large enough that the file is begun anew several times.
            byte[] value = new byte[random.nextInt(8_000)];
            manifest.commit(List.of(new PutProperty("p" + i % 5, Optional.of(value)), new RetireLog(i)));
            committed.add(i);
            assertThat(manifest.state().retiredLog()).isEqualTo(i);
        }
        disk.observe(operation -> {});
        assertThat(disk.files()).hasSize(1).allMatch(file -> file.compareTo("m/manifest-0000000000000002") > 0);
    }

    @Test
    void anEditInDoubtDoesNotCountAndIsSettledByTheNext() throws IOException {
        var manifest = open(disk, 1);
        manifest.commit(List.of(new RetireLog(1)));
        disk.setFault(operation -> operation.kind() == Kind.SYNC ? Verdict.FAIL : Verdict.WORK);
        assertThatThrownBy(() -> manifest.commit(List.of(new RetireLog(5)))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> manifest.commit(List.of(new RetireLog(6)))).isInstanceOf(IOException.class);
        assertThat(manifest.state().retiredLog()).isEqualTo(1);
        disk.setFault(Fault.NONE);
        manifest.commit(List.of(new TimestampCeiling(3)));
        for (int seed = 0; seed < 50; seed++) {
            var state = open(disk.crash(seed), 2).state();
            assertThat(state.retiredLog()).isEqualTo(1);
            assertThat(state.timestampCeiling()).isEqualTo(3);
        }
    }

    /// In the last record too: its mark says that it was whole.
    @Test
    void everyFlippedBitIsFoundOrHarmless() throws IOException {
        int found = 0;
        String file = threeEdits();
        for (long bit = 0; bit < (long) used(file) * 8; bit++) {
            var left = disk.processDeath();
            left.flipBit(file, bit);
            found += isFound(left, file) ? 1 : 0;
        }
        // All bits but those of the mark.
        assertThat(found).isEqualTo((used(file) - ManifestFormat.MARK_BYTES) * 8);
    }

    @Test
    void everyCutIsFound() throws IOException {
        String file = threeEdits();
        for (int size = 0; size < length(disk, file); size += size < used(file) ? 1 : 777) {
            var left = disk.processDeath();
            cut(left, file, size);
            assertThat(isFound(left, file)).as("cut to %d", size).isTrue();
        }
    }

    @Test
    void anOrderlyCloseBringsTheMarkToTheDisk() throws IOException {
        var manifest = open(disk, 1);
        manifest.commit(List.of(new RetireLog(1)));
        manifest.commit(List.of(new RetireLog(77)));
        String file = disk.files().getFirst();
        int last = used(file) - ManifestFormat.MARK_BYTES - 1;
        int lost = 0;
        for (int seed = 0; seed < 50; seed++) {
            var left = disk.crash(seed);
            left.flipBit(file, last * 8L);
            lost += isFound(left, file) ? 0 : 1;
        }
        // The mark was there after some crashes only.
        assertThat(lost).isBetween(1, 49);
        manifest.close();
        for (int seed = 0; seed < 50; seed++) {
            var left = disk.crash(seed);
            left.flipBit(file, last * 8L);
            assertThat(isFound(left, file)).isTrue();
        }
    }

    @Test
    void aMarkThatCannotBeWrittenCostsNothing() throws IOException {
        var manifest = open(disk, 1);
        for (long i = 1; i < 10; i++) {
            disk.setFault(Fault.at(Kind.WRITE, 1, i % 2 == 0 ? Verdict.FAIL : Verdict.FAIL_HALFWAY));
            manifest.commit(List.of(new RetireLog(i)));
            for (int seed = 0; seed < 10; seed++) {
                assertThat(open(disk.crash(seed), 2).state().retiredLog()).isEqualTo(i);
            }
        }
        disk.setFault(Fault.NONE);
        manifest.close();
        assertThat(open(disk, 2).state().retiredLog()).isEqualTo(9);
    }

    /// Version 1 had neither marks nor room.
    @Test
    void aManifestOfVersionOneIsReadAndGoesOnAsVersionTwo() throws IOException {
        byte[] old = HexFormat.of()
                .parseHex("48454c4e534d4654" + "00000001" + "0000000f" // magic, version, bytes of the snapshot's record
                        + "910a2dec89025cc1beeb8da1658eec67" + "0000000000000001" // id, sequence
                        + "a84ae272" + "00000000"
                        + "00000003" + "5de43cbc" + "40a3e175" + "080100" // a log retired
                        + "0000000a" + "4847e2a5" + "09cbb50f" + "0708000000e8f8685600"); // a timestamp ceiling
        disk.createDirectories("m");
        try (var file = disk.open("m/manifest-0000000000000001", OpenMode.CREATE_NEW)) {
            file.write(0, ByteBuffer.wrap(old));
        }
        try (var manifest = open(disk, 1)) {
            assertThat(manifest.state().timestampCeiling()).isEqualTo(0xe8f8685600L);
        }
        assertThat(disk.files()).containsExactly("m/manifest-0000000000000002");
        assertThat(length(disk, "m/manifest-0000000000000002")).isGreaterThan(ManifestFormat.MIN_ROOM_BYTES);
    }

    private String threeEdits() throws IOException {
        var manifest = open(disk, 1);
        manifest.commit(List.of(AddSSTable.whole(T, F, 0)));
        manifest.commit(List.of(new FlushedGeneration(T, 4)));
        manifest.commit(List.of(new RetireLog(77)));
        return disk.files().getFirst();
    }

    /// Either the damage is named, or nothing is missing.
    private static boolean isFound(MemoryDisk left, String file) throws IOException {
        try {
            assertThat(open(left, 2).state().retiredLog()).isIn(77L, 1L);
            return false;
        } catch (CorruptManifestException e) {
            assertThat(e).hasMessageContaining(file).hasMessageContaining("damaged at byte");
            return true;
        }
    }

    /// Bytes up to the end of the last mark.
    private int used(String file) throws IOException {
        byte[] all = new byte[(int) length(disk, file)];
        try (var opened = disk.open(file, OpenMode.READ)) {
            opened.readFully(0, ByteBuffer.wrap(all));
        }
        int end = all.length;
        while (all[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private static long length(MemoryDisk disk, String file) throws IOException {
        try (var opened = disk.open(file, OpenMode.READ)) {
            return opened.size();
        }
    }

    private static void cut(MemoryDisk disk, String file, long size) throws IOException {
        try (var opened = disk.open(file, OpenMode.WRITE)) {
            opened.truncate(size);
            opened.sync();
        }
    }

    /// The format is on users' disks: this may not change.
    @Test
    void theLayoutOfEditsIsAsDrawn() throws IOException {
        assertThat(bytes(new AddSSTable(T, F, -1, 5, 3)))
                .isEqualTo("01 31 0000000000000011 0000000000000012 0000000000000021 0000000000000022"
                        + " ffffffffffffffff 0000000000000005 03");
        assertThat(bytes(new RemoveSSTable(T, F)))
                .isEqualTo("02 20 0000000000000011 0000000000000012 0000000000000021 0000000000000022");
        assertThat(bytes(new FlushedGeneration(T, 300))).isEqualTo("03 12 0000000000000011 0000000000000012 812c");
        assertThat(bytes(new TruncatedGeneration(T, 1))).isEqualTo("04 11 0000000000000011 0000000000000012 01");
        assertThat(bytes(new PutProperty("ab", Optional.of(new byte[] {7})))).isEqualTo("06 05 02 6162 01 07");
        assertThat(bytes(new PutProperty("ab", Optional.empty()))).isEqualTo("06 04 02 6162 00");
        assertThat(bytes(new TimestampCeiling(-2))).isEqualTo("07 08 fffffffffffffffe");
        assertThat(bytes(new RetireLog(1))).isEqualTo("08 01 01");

        var manifest = open(disk, 1);
        manifest.commit(List.of(new RetireLog(9)));
        var file = ByteBuffer.allocate(87);
        try (var opened = disk.open("m/manifest-0000000000000001", OpenMode.READ)) {
            assertThat(opened.size()).isEqualTo(48 + 15 + 65536);
            opened.readFully(0, file);
        }
        // Magic, version, bytes of the snapshot's record, …
        assertThat(HexFormat.of().formatHex(file.array()))
                .startsWith("48454c4e534d4654" + "00000002" + "0000000f")
                .contains("0000000000000001" + "0001003f" /* sequence, size */)
                // Length, checksums, the edit; a mark, then nothing.
                .endsWith("00000003" + hex(file, 67, 8) + "080109" + "ffffffff" + hex(file, 82, 4) + "00");
    }

    private static String hex(ByteBuffer bytes, int offset, int length) {
        return HexFormat.of().formatHex(bytes.array(), offset, offset + length);
    }

    /// As hexadecimal digits, where the expected text has its spaces.
    private static String bytes(ManifestEdit edit) {
        var out = new org.helenus.schema.bytes.ByteWriter();
        EditCodec.write(List.of(edit), out);
        assertThat(EditCodec.read(out.array(), 0, out.length()))
                .usingRecursiveComparison()
                .isEqualTo(List.of(edit));
        var groups = new ArrayList<String>();
        byte[] all = out.toArray();
        int at = 0;
        for (int width : widths(edit, all.length)) {
            groups.add(HexFormat.of().formatHex(all, at, at + width));
            at += width;
        }
        return String.join(" ", groups);
    }

    private static int[] widths(ManifestEdit edit, int length) {
        return switch (edit) {
            case AddSSTable added -> new int[] {1, 1, 8, 8, 8, 8, 8, 8, 1};
            case RemoveSSTable removed -> new int[] {1, 1, 8, 8, 8, 8};
            case FlushedGeneration flushed -> new int[] {1, 1, 8, 8, length - 18};
            case TruncatedGeneration truncated -> new int[] {1, 1, 8, 8, length - 18};
            case ChangeSchema change -> new int[] {length};
            case PutProperty property ->
                property.value().isPresent() ? new int[] {1, 1, 1, 2, 1, length - 6} : new int[] {1, 1, 1, 2, 1};
            case TimestampCeiling ceiling -> new int[] {1, 1, 8};
            case RetireLog retired -> new int[] {1, 1, 1};
        };
    }

    private static List<ManifestEdit> schema() {
        var inner = new UserType("ks", "z_inner", List.of("x"), List.of(NativeType.INT), false);
        var outer = new UserType("ks", "a_outer", List.of("in"), List.of(new ListType(inner, false)), false);
        return List.of(
                new ChangeSchema(new SchemaChange.PutKeyspace("ks", ReplicationParams.simple(1), true)),
                new ChangeSchema(new SchemaChange.PutType(inner)),
                new ChangeSchema(new SchemaChange.PutType(outer)),
                new ChangeSchema(new SchemaChange.PutTable(TableMetadata.builder(T, "ks", "t")
                        .partitionKey("k", NativeType.INT)
                        .regular("v", outer)
                        .build())));
    }

    private static Manifest open(MemoryDisk disk, long seed) throws IOException {
        disk.createDirectories("m");
        return Manifest.open(disk, "m", random(seed));
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
