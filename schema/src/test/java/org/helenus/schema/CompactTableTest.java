package org.helenus.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.helenus.schema.type.CustomType;
import org.helenus.schema.type.NativeType;
import org.junit.jupiter.api.Test;

class CompactTableTest {
    private static TableMetadata.Builder table() {
        return TableMetadata.builder(new TableId(new UUID(1, 2)), "ks", "t").partitionKey("k", NativeType.INT);
    }

    private static List<String> names(List<ColumnMetadata> columns) {
        return columns.stream().map(ColumnMetadata::name).toList();
    }

    @Test
    void withoutClusteringColumnsWhatIsNamedIsStatic() {
        TableMetadata table = table().regular("a", NativeType.INT)
                .regular("column1", NativeType.INT)
                .compact()
                .build();
        assertThat(table.form()).isEqualTo(TableForm.STATIC_COMPACT);
        assertThat(table.flags()).isEmpty();
        assertThat(names(table.columns())).containsExactly("k", "a", "column1");
        assertThat(names(table.allColumns())).containsExactly("k", "column2", "a", "column1", "value");
        assertThat(table.column("value")).isEmpty();
        assertThat(table.anyColumn("value").orElseThrow().type()).isEqualTo(NativeType.BLOB);
        assertThat(table.column("a").orElseThrow().kind()).isEqualTo(ColumnKind.STATIC);
    }

    @Test
    void countersHideACounter() {
        TableMetadata table = table().regular("a", NativeType.COUNTER).compact().build();
        assertThat(table.flags()).containsExactly("counter");
        assertThat(table.anyColumn("value").orElseThrow().type()).isEqualTo(NativeType.COUNTER);
    }

    @Test
    void withClusteringColumnsThereIsOneValueNamedOrNot() {
        TableMetadata named = table().clustering("c", NativeType.INT)
                .clustering("d", NativeType.INT)
                .regular("v", NativeType.TEXT)
                .compact()
                .build();
        assertThat(named.flags()).containsExactly("compound", "dense");
        assertThat(named.allColumns()).isEqualTo(named.columns());
        TableMetadata unnamed =
                table().clustering("value", NativeType.INT).compact().build();
        assertThat(unnamed.flags()).containsExactly("dense");
        assertThat(names(unnamed.columns())).containsExactly("k", "value");
        assertThat(unnamed.anyColumn("value1").orElseThrow().type()).isEqualTo(CustomType.EMPTY);
    }

    @Test
    void whatWasHiddenShowsOnceTheTableIsLikeAnyOther() {
        TableMetadata compact = table().regular("a", NativeType.INT).compact().build();
        TableMetadata dropped = compact.toBuilder().form(TableForm.CQL).build();
        assertThat(dropped).isNotEqualTo(compact);
        assertThat(names(dropped.columns())).containsExactly("k", "column1", "a", "value");
        assertThat(dropped.flags()).containsExactly("compound");
        assertThat(dropped.clustering().getFirst().id())
                .isEqualTo(compact.clustering().getFirst().id());
    }

    @Test
    void theStatementThatMakesItIsAComment() {
        TableMetadata table = table().regular("a", NativeType.INT).compact().build();
        assertThat(CreateText.table(table, false)).startsWith("""
                /*
                Warning: Table ks.t omitted because it has constructs not compatible with CQL (was created via legacy API).
                Approximate structure, for reference:
                (this should not be used to reproduce this schema)

                CREATE TABLE ks.t (
                    k int,
                    a int,
                    PRIMARY KEY (k)
                ) WITH COMPACT STORAGE
                    AND CLUSTERING ORDER BY (column1 ASC)
                    AND additional_write_policy = '99p'
                """).endsWith(";\n*/");
        TableMetadata dense =
                table().clustering("c", NativeType.INT, true).compact().build();
        assertThat(CreateText.table(dense, false)).contains("""
                CREATE TABLE ks.t (
                    k int,
                    c int,
                    PRIMARY KEY (k, c)
                ) WITH COMPACT STORAGE
                    AND CLUSTERING ORDER BY (c DESC)
                """);
        TableMetadata dropped = dense.toBuilder().form(TableForm.CQL).build();
        assertThat(CreateText.table(dropped, false)).startsWith("""
                CREATE TABLE ks.t (
                    k int,
                    c int,
                    value empty,
                    PRIMARY KEY (k, c)
                ) WITH CLUSTERING ORDER BY (c DESC)
                """);
    }
}
