package org.helenus.storage.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.type.NativeType;
import org.helenus.storage.KeyCodec;
import org.helenus.storage.Mutation;
import org.helenus.storage.MutationWriter;
import org.junit.jupiter.api.Test;

final class MutationFormatTest {
    private static final TableMetadata TABLE = table(1);
    private static final TableMetadata OTHER = table(2);
    private static final byte[] KEY = {0x6B};

    private static TableMetadata table(long id) {
        return TableMetadata.builder(new TableId(new UUID(0, id)), "ks", "t" + id)
                .partitionKey("k", NativeType.BLOB)
                .clustering("c", NativeType.INT)
                .staticColumn("s", NativeType.INT)
                .regular("v", NativeType.INT)
                .build();
    }

    private static byte[] integer(int value) {
        return new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }

    private static MutationWriter batch() {
        var writer = new MutationWriter();
        KeyCodec codec = KeyCodec.of(TABLE);
        byte[] prefix = codec.partitionPrefix(KEY);
        writer.partition(TABLE, KEY, 0, 1);
        writer.staticRow();
        writer.cell(2, 9, 0, 0, integer(7), 0, 4);
        writer.row(List.of(integer(1)));
        writer.marker(9, 0, 0);
        writer.cell(3, 9, 0, 0, integer(8), 0, 4);
        writer.deleteRange(codec.before(prefix, List.of(integer(2))), codec.after(prefix, List.of(integer(3))), 9, 100);
        writer.partition(OTHER, KEY, 0, 1);
        writer.deletePartition(9, 100);
        return writer;
    }

    private static byte[] bytes(Mutation mutation) {
        return Arrays.copyOfRange(mutation.bytes(), mutation.offset(), mutation.offset() + mutation.length());
    }

    @Test
    void aMutationIsTheseBytes() {
        assertThat(new Dump(bytes(batch().finish()))
                        .next(1, "version")
                        .next(4, "partition: length")
                        .next(16, "partition: table")
                        .next(1, "partition: length of the prefix")
                        .next(11, "partition: token, key, end")
                        .next(3, "row: 1 byte of key: static")
                        .next(1, "row: length")
                        .next(16, "row: flags, base timestamp, column 2")
                        .next(9, "row: 7 bytes of key: rows, value 1, end")
                        .next(1, "row: length")
                        .next(16, "row: flags, base timestamp, column 3")
                        .next(9, "deletion: 7 bytes of start: rows, value 2, below")
                        .next(8, "deletion: 7 bytes of end: rows, value 3, above")
                        .next(12, "deletion: timestamp, seconds")
                        .next(4, "partition: length")
                        .next(16, "partition: table")
                        .next(1, "partition: length of the prefix")
                        .next(11, "partition: token, key, end")
                        .next(4, "deletion: 0 bytes of start, 1 of end: the whole partition")
                        .next(12, "deletion: timestamp, seconds")
                        .toString())
                .isEqualTo("""
                          0: 01                                   # version
                          1: 00000067                             # partition: length
                          5: 00000000000000000000000000000001     # partition: table
                         21: 0b                                   # partition: length of the prefix
                         22: c99adfba2b1435b26b0000               # partition: token, key, end
                         33: 010110                               # row: 1 byte of key: static
                         36: 10                                   # row: length
                         37: 00000000000000000902000400000007     # row: flags, base timestamp, column 2
                         53: 010720408000000180                   # row: 7 bytes of key: rows, value 1, end
                         62: 10                                   # row: length
                         63: 01000000000000000903000400000008     # row: flags, base timestamp, column 3
                         79: 020720408000000201                   # deletion: 7 bytes of start: rows, value 2, below
                         88: 07204080000003fe                     # deletion: 7 bytes of end: rows, value 3, above
                         96: 000000000000000900000064             # deletion: timestamp, seconds
                        108: 0000002c                             # partition: length
                        112: 00000000000000000000000000000002     # partition: table
                        128: 0b                                   # partition: length of the prefix
                        129: c99adfba2b1435b26b0000               # partition: token, key, end
                        140: 020001ff                             # deletion: 0 bytes of start, 1 of end: the whole partition
                        144: 000000000000000900000064             # deletion: timestamp, seconds
                        """);
    }

    @Test
    void tablesAreInOrderOfComing() {
        Mutation mutation = batch().finish();
        assertThat(mutation.tables()).containsExactly(TABLE.id(), OTHER.id());
        assertThat(Mutation.of(mutation.bytes(), mutation.offset(), mutation.length())
                        .length())
                .isEqualTo(mutation.length());
    }

    @Test
    void whatChangesNothingIsLeftOut() {
        var writer = new MutationWriter();
        assertThat(writer.isEmpty()).isTrue();
        writer.partition(TABLE, KEY, 0, 1);
        writer.row(List.of(integer(1)));
        assertThat(writer.isEmpty()).isTrue();
        writer.partition(OTHER, KEY, 0, 1);
        assertThat(writer.finish().length()).isEqualTo(1);
        writer.reset();
        writer.partition(TABLE, KEY, 0, 1);
        writer.row(List.of(integer(1)));
        writer.marker(1, 0, 0);
        assertThat(writer.isEmpty()).isFalse();
        assertThat(writer.finish().tables()).containsExactly(TABLE.id());
    }

    @Test
    void bothWaysOfGivingAClusteringAreTheSame() {
        var writer = new MutationWriter();
        writer.partition(TABLE, KEY, 0, 1);
        writer.row(List.of(integer(5)));
        writer.marker(1, 0, 0);
        byte[] one = bytes(writer.finish());
        writer.reset();
        writer.partition(TABLE, new byte[] {0, 0x6B}, 1, 1);
        writer.row(new byte[] {9, 0, 0, 0, 5}, new int[] {1}, new int[] {4});
        writer.marker(1, 0, 0);
        assertThat(bytes(writer.finish())).isEqualTo(one);
    }

    @Test
    void misuseIsRefused() {
        var writer = new MutationWriter();
        assertThatThrownBy(writer::staticRow).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> writer.deletePartition(1, 1)).isInstanceOf(IllegalStateException.class);
        writer.partition(TABLE, KEY, 0, 1);
        assertThatThrownBy(() -> writer.marker(1, 0, 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> writer.row(List.of())).isInstanceOf(IllegalArgumentException.class);
        KeyCodec codec = KeyCodec.of(TABLE);
        byte[] foreign = codec.partitionPrefix(new byte[] {1});
        assertThatThrownBy(() -> writer.deleteRange(codec.rowsStart(foreign), codec.rowsEnd(foreign), 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void damagedMutationsAreRefusedOrHarmless() {
        byte[] good = bytes(batch().finish());
        int refused = 0;
        for (int cut = 0; cut < good.length; cut++) {
            refused += refuses(Arrays.copyOf(good, cut)) ? 1 : 0;
        }
        // only the cuts after the version and between the partitions leave a mutation
        assertThat(refused).isEqualTo(good.length - 2);
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] damaged = good.clone();
            damaged[bit >> 3] ^= (byte) (1 << (bit & 7));
            if (bit < 40) {
                assertThat(refuses(damaged)).as("bit %d", bit).isTrue();
            } else {
                refuses(damaged);
            }
        }
    }

    private static boolean refuses(byte[] bytes) {
        try {
            Mutation.of(bytes, 0, bytes.length);
            return false;
        } catch (MalformedBytesException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
            return true;
        }
    }
}
