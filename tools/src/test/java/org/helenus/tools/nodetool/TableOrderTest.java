package org.helenus.tools.nodetool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableOrderTest {
    private static List<JsonValue> tables() throws IOException {
        var text = Files.readString(Path.of("src/test/resources/org/helenus/tools/nodetool/tables.json"));
        return JsonReader.read(text).list("tables");
    }

    private static List<String> order(String key) throws IOException {
        return new TableOrder(key)
                .of(tables()).stream().map(TableOrder::fullName).toList();
    }

    @Test
    void whatCanBeAskedForIsCounted() throws IOException {
        for (var key : TableOrder.KEYS) {
            assertThat(order(key)).as(key).containsExactlyInAnyOrder("shop.orders", "shop.stock", "zoo.empty");
        }
    }

    @Test
    void theGreatestComesFirstAndWhatIsUnknownLast() throws IOException {
        assertThat(order("reads")).containsExactly("shop.stock", "shop.orders", "zoo.empty");
        assertThat(order("local_write_latency_ms")).containsExactly("shop.orders", "shop.stock", "zoo.empty");
        assertThat(order("table_name")).containsExactly("zoo.empty", "shop.orders", "shop.stock");
        assertThat(order("percent_repaired")).containsExactly("zoo.empty", "shop.orders", "shop.stock");
        assertThat(order("pending_flushes")).containsExactly("shop.stock", "shop.orders", "zoo.empty");
    }
}
