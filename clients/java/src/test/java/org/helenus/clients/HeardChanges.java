package org.helenus.clients;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.metadata.schema.KeyspaceMetadata;
import com.datastax.oss.driver.api.core.metadata.schema.SchemaChangeListenerBase;
import com.datastax.oss.driver.api.core.metadata.schema.TableMetadata;
import com.datastax.oss.driver.api.core.type.UserDefinedType;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Writes down, in order, the changes of one keyspace that a session is told of. Called on the driver's thread.
final class HeardChanges extends SchemaChangeListenerBase {
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private final String keyspace;

    HeardChanges(String keyspace) {
        this.keyspace = keyspace;
    }

    List<String> heard() {
        return List.copyOf(heard);
    }

    private void hear(CqlIdentifier in, String event) {
        if (in.asInternal().equals(keyspace)) {
            heard.add(event);
        }
    }

    @Override
    public void onKeyspaceCreated(KeyspaceMetadata created) {
        hear(created.getName(), "keyspace created");
    }

    @Override
    public void onKeyspaceUpdated(KeyspaceMetadata now, KeyspaceMetadata before) {
        hear(now.getName(), "keyspace updated, durable writes " + now.isDurableWrites());
    }

    @Override
    public void onKeyspaceDropped(KeyspaceMetadata dropped) {
        hear(dropped.getName(), "keyspace dropped");
    }

    @Override
    public void onTableCreated(TableMetadata created) {
        hear(created.getKeyspace(), "table created " + created.getName());
    }

    @Override
    public void onTableUpdated(TableMetadata now, TableMetadata before) {
        hear(now.getKeyspace(), "table updated " + now.getColumns().keySet());
    }

    @Override
    public void onTableDropped(TableMetadata dropped) {
        hear(dropped.getKeyspace(), "table dropped " + dropped.getName());
    }

    @Override
    public void onUserDefinedTypeCreated(UserDefinedType created) {
        hear(created.getKeyspace(), "type created " + created.getFieldNames());
    }

    @Override
    public void onUserDefinedTypeUpdated(UserDefinedType now, UserDefinedType before) {
        hear(now.getKeyspace(), "type updated " + now.getFieldNames());
    }

    @Override
    public void onUserDefinedTypeDropped(UserDefinedType dropped) {
        hear(dropped.getKeyspace(), "type dropped " + dropped.getName());
    }

    @Override
    public void close() {}
}
