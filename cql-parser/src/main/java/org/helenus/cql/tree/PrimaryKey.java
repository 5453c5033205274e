package org.helenus.cql.tree;

import java.util.List;

/// `PRIMARY KEY ((partition key), clustering)`.
public record PrimaryKey(List<Name> partitionKey, List<Name> clustering) {
    public PrimaryKey {
        partitionKey = List.copyOf(partitionKey);
        clustering = List.copyOf(clustering);
    }
}
