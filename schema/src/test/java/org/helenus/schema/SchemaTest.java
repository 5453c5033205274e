package org.helenus.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.helenus.schema.option.ReplicationParams;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.UserType;
import org.junit.jupiter.api.Test;

class SchemaTest {
    private static final TableId ID = new TableId(new UUID(1, 2));
    private static final UserType POINT = new UserType("ks", "point", List.of("x"), List.of(NativeType.INT), true);

    private static Schema withKeyspace() {
        return Schema.EMPTY.apply(List.of(
                new SchemaChange.PutKeyspace("ks", ReplicationParams.simple(1), true),
                new SchemaChange.PutType(POINT)));
    }

    private static TableMetadata.Builder table() {
        return TableMetadata.builder(ID, "ks", "t")
                .partitionKey("k", NativeType.INT)
                .clustering("c", NativeType.TEXT, true)
                .staticColumn("s", NativeType.INT)
                .regular("v", NativeType.INT)
                .regular("Ä", NativeType.INT)
                .regular("a", new ListType(POINT.freeze(), true));
    }

    @Test
    void columnsComeInTheOrderOfSelectAll() {
        assertThat(table().build().columns().stream().map(ColumnMetadata::name))
                .containsExactly("k", "c", "s", "Ä", "a", "v");
        assertThat(table().build().columns().stream().map(ColumnMetadata::id)).containsExactly(0, 1, 2, 4, 5, 3);
    }

    @Test
    void aColumnAddedAgainHasItsOldIdAndTheDropStays() {
        TableMetadata dropped = table().build().toBuilder().drop("v", 100).build();
        assertThat(dropped.column("v")).isEmpty();
        TableMetadata again = dropped.toBuilder()
                .regular("v", NativeType.INT)
                .regular("w", NativeType.INT)
                .build();
        assertThat(again.column("v").orElseThrow().id()).isEqualTo(3);
        assertThat(again.column("w").orElseThrow().id()).isEqualTo(6);
        assertThat(again.droppedAtMicros(3)).isEqualTo(100);
        // an older clock must not bring back what the later drop hid
        TableMetadata twice = again.toBuilder().drop("v", 50).build();
        assertThat(twice.droppedAtMicros(3)).isEqualTo(100);
        assertThat(twice.nextColumnId()).isEqualTo(7);
        assertThat(again.droppedAtMicros(6)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void aStaticColumnAddedUnderARegularNameIsANewColumn() {
        TableMetadata again = table().build().toBuilder()
                .drop("v", 1)
                .staticColumn("v", NativeType.INT)
                .build();
        assertThat(again.column("v").orElseThrow().id()).isEqualTo(6);
    }

    @Test
    void aRenamedKeyColumnKeepsItsId() {
        TableMetadata renamed = table().build().toBuilder().rename("c", "d").build();
        assertThat(renamed.clustering().getFirst().name()).isEqualTo("d");
        assertThat(renamed.clustering().getFirst().id()).isEqualTo(1);
        assertThat(renamed.clustering().getFirst().descending()).isTrue();
    }

    @Test
    void aChangedTypeReachesEveryColumnThatHoldsIt() {
        var wider = new UserType("ks", "point", List.of("x", "y"), List.of(NativeType.INT, NativeType.INT), true);
        var outer = new UserType("ks", "line", List.of("from"), List.of(POINT.freeze()), true);
        Schema schema = withKeyspace()
                .apply(List.of(
                        new SchemaChange.PutType(outer),
                        new SchemaChange.PutTable(table().build()),
                        new SchemaChange.PutType(wider)));
        assertThat(schema.table("ks", "t")
                        .orElseThrow()
                        .column("a")
                        .orElseThrow()
                        .type())
                .isEqualTo(new ListType(wider.freeze(), true));
        assertThat(schema.keyspace("ks").orElseThrow().types().get("line").fieldTypes())
                .containsExactly(wider.freeze());
    }

    @Test
    void changesFollowEachOtherAndTheVersionFollowsThem() {
        Schema one = withKeyspace();
        Schema two = one.apply(List.of(new SchemaChange.PutTable(table().build())));
        assertThat(two.table(ID)).isEqualTo(two.table("ks", "t")).isPresent();
        assertThat(two.version()).isNotEqualTo(one.version());
        Schema back = two.apply(List.of(new SchemaChange.DropTable(ID)));
        assertThat(back.version()).isEqualTo(one.version());
        assertThat(back.table(ID)).isEmpty();
        assertThat(Schema.EMPTY.apply(two.asChanges()).version()).isEqualTo(two.version());
        assertThat(two.apply(List.of(new SchemaChange.DropType("ks", "point")))
                        .keyspace("ks")
                        .orElseThrow()
                        .types())
                .isEmpty();
        assertThat(two.apply(List.of(new SchemaChange.DropKeyspace("ks"))).keyspaces())
                .isEmpty();
    }

    @Test
    void changesOfWhatIsNotThereAreRefused() {
        for (SchemaChange change : List.of(
                new SchemaChange.PutTable(table().build()),
                new SchemaChange.DropTable(ID),
                new SchemaChange.DropKeyspace("ks"),
                new SchemaChange.PutType(POINT))) {
            assertThatThrownBy(() -> Schema.EMPTY.apply(List.of(change))).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
