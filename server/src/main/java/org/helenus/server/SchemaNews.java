package org.helenus.server;

import java.util.ArrayList;
import java.util.List;
import org.helenus.protocol.message.SchemaChanged;
import org.helenus.protocol.message.SchemaChanged.Change;
import org.helenus.protocol.message.SchemaChanged.Target;
import org.helenus.schema.Schema;
import org.helenus.schema.SchemaChange;

/// What clients are told of schema changes that no statement of theirs made. Pure.
final class SchemaNews {
    private SchemaNews() {}

    /// @param before the changes
    static List<SchemaChanged> of(Schema before, List<SchemaChange> changes) {
        var news = new ArrayList<SchemaChanged>();
        var schema = before;
        for (var change : changes) {
            news.add(of(schema, change));
            schema = schema.apply(List.of(change));
        }
        return news;
    }

    private static SchemaChanged of(Schema schema, SchemaChange change) {
        return switch (change) {
            case SchemaChange.PutKeyspace put ->
                event(schema.keyspace(put.name()).isPresent(), Target.KEYSPACE, put.name(), "");
            case SchemaChange.PutTable(var table) ->
                event(schema.table(table.id()).isPresent(), Target.TABLE, table.keyspace(), table.name());
            case SchemaChange.PutType(var type) -> {
                var keyspace = schema.keyspace(type.keyspace());
                boolean known = keyspace.isPresent() && keyspace.get().types().containsKey(type.name());
                yield event(known, Target.TYPE, type.keyspace(), type.name());
            }
            case SchemaChange.DropKeyspace(var name) -> event(Change.DROPPED, Target.KEYSPACE, name, "");
            case SchemaChange.DropTable(var id) -> {
                var table = schema.table(id).orElseThrow();
                yield event(Change.DROPPED, Target.TABLE, table.keyspace(), table.name());
            }
            case SchemaChange.DropType(var keyspace, var name) -> event(Change.DROPPED, Target.TYPE, keyspace, name);
        };
    }

    private static SchemaChanged event(boolean known, Target target, String keyspace, String name) {
        return event(known ? Change.UPDATED : Change.CREATED, target, keyspace, name);
    }

    private static SchemaChanged event(Change change, Target target, String keyspace, String name) {
        return new SchemaChanged(change, target, keyspace, name, List.of());
    }
}
