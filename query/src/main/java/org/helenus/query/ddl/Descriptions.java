package org.helenus.query.ddl;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.helenus.cql.tree.Describe;
import org.helenus.cql.tree.QualifiedName;
import org.helenus.query.NodeDescription;
import org.helenus.query.VirtualTable;
import org.helenus.query.system.SystemTables;
import org.helenus.schema.CreateText;
import org.helenus.schema.KeyspaceMetadata;
import org.helenus.schema.Schema;
import org.helenus.schema.TableId;
import org.helenus.schema.TableMetadata;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.type.Elements;
import org.helenus.schema.type.ListType;
import org.helenus.schema.type.MapType;
import org.helenus.schema.type.Names;
import org.helenus.schema.type.NativeType;
import org.helenus.schema.type.Wire;

/// The answers to `DESCRIBE`: lists of names, or names with the statements that make the things again.
final class Descriptions {
    private static final String SNITCH = "SimpleSnitch";

    private final NodeDescription node;
    private final SystemTables systemTables;

    Descriptions(NodeDescription node, SystemTables systemTables) {
        this.node = node;
        this.systemTables = systemTables;
    }

    /// One line of an answer; names are as one writes them, quoted where they must be.
    /// @param plainName without the quotes that `name` has where it needs some
    private record Line(String keyspace, String type, String name, String statement, String plainName) {
        Line(String keyspace, String type, String name, String statement) {
            this(Names.maybeQuote(keyspace), type, Names.maybeQuote(name), statement, name);
        }
    }

    VirtualTable describe(Describe statement, Optional<String> current, Schema schema) {
        boolean internals = statement.withInternals();
        Collection<KeyspaceMetadata> all = systemTables.all(schema);
        return switch (statement.target()) {
            case Describe.Cluster _ -> cluster(current);
            case Describe.Keyspaces _ ->
                names(all.stream().map(Descriptions::keyspaceLine).toList());
            case Describe.Tables _ -> names(each(all, current, keyspace -> tableLines(keyspace, internals)));
            case Describe.Types _ -> names(each(all, current, Descriptions::typesByName));
            case Describe.Functions _, Describe.Aggregates _ -> names(each(all, current, _ -> List.of()));
            case Describe.FullSchema(var full) -> {
                var lines = new ArrayList<Line>();
                all.stream()
                        .filter(keyspace -> full || !SystemTables.isSystemKeyspace(keyspace.name()))
                        .forEach(keyspace -> lines.addAll(whole(keyspace, internals)));
                yield statements(lines);
            }
            case Describe.Keyspace(var name, var only) -> {
                String wanted =
                        name.map(written -> written.text()).or(() -> current).orElseThrow(Descriptions::noKeyspace);
                KeyspaceMetadata keyspace = keyspace(all, wanted);
                yield statements(only ? List.of(keyspaceLine(keyspace)) : whole(keyspace, internals));
            }
            case Describe.Table(var name) -> statements(List.of(table(in(all, name, current), name, internals)));
            case Describe.Type(var name) -> statements(List.of(type(in(all, name, current), name)));
            case Describe.Index(var name) -> throw notFound("Table for existing index", name, in(all, name, current));
            case Describe.MaterializedView(var name) ->
                throw notFound("Materialized view", name, in(all, name, current));
            case Describe.Function(var name) -> throw notFound("User defined function", name, in(all, name, current));
            case Describe.Aggregate(var name) -> throw notFound("User defined aggregate", name, in(all, name, current));
            case Describe.Element(var name) -> statements(element(all, name, current, internals));
        };
    }

    private static InvalidRequest noKeyspace() {
        return new InvalidRequest("No keyspace specified and no current keyspace");
    }

    private static KeyspaceMetadata keyspace(Collection<KeyspaceMetadata> all, String name) {
        return find(all, name).orElseThrow(() -> new InvalidRequest("'" + name + "' not found in keyspaces"));
    }

    private static Optional<KeyspaceMetadata> find(Collection<KeyspaceMetadata> all, String name) {
        return all.stream().filter(keyspace -> keyspace.name().equals(name)).findFirst();
    }

    private static KeyspaceMetadata in(Collection<KeyspaceMetadata> all, QualifiedName name, Optional<String> current) {
        return keyspace(
                all,
                name.keyspace().map(written -> written.text()).or(() -> current).orElseThrow(Descriptions::noKeyspace));
    }

    private static InvalidRequest notFound(String what, QualifiedName name, KeyspaceMetadata keyspace) {
        return new InvalidRequest(what + " '" + name.name() + "' not found in '" + keyspace.name() + "'");
    }

    private interface LinesOf {
        List<Line> lines(KeyspaceMetadata keyspace);
    }

    /// Of the current keyspace, or of all when there is none.
    private static List<Line> each(Collection<KeyspaceMetadata> all, Optional<String> current, LinesOf of) {
        var lines = new ArrayList<Line>();
        for (KeyspaceMetadata keyspace : all) {
            if (current.isEmpty() || current.get().equals(keyspace.name())) {
                lines.addAll(of.lines(keyspace));
            }
        }
        return lines;
    }

    private static List<Line> whole(KeyspaceMetadata keyspace, boolean internals) {
        var lines = new ArrayList<Line>();
        lines.add(keyspaceLine(keyspace));
        lines.addAll(typeLines(keyspace));
        lines.addAll(tableLines(keyspace, internals));
        return lines;
    }

    private static Line keyspaceLine(KeyspaceMetadata keyspace) {
        return new Line(keyspace.name(), "keyspace", keyspace.name(), VirtualText.keyspace(keyspace));
    }

    private static List<Line> tableLines(KeyspaceMetadata keyspace, boolean internals) {
        var lines = new ArrayList<Line>();
        keyspace.tables().values().forEach(table -> lines.add(tableLine(table, internals)));
        lines.sort(BY_NAME);
        return lines;
    }

    private static Line tableLine(TableMetadata table, boolean internals) {
        return new Line(table.keyspace(), "table", table.name(), VirtualText.table(table, internals));
    }

    /// As Cassandra sorts them: by name, whatever the case.
    private static final Comparator<Line> BY_NAME =
            Comparator.comparing(Line::plainName, String.CASE_INSENSITIVE_ORDER);

    private static List<Line> typesByName(KeyspaceMetadata keyspace) {
        var lines = new ArrayList<>(typeLines(keyspace));
        lines.sort(BY_NAME);
        return lines;
    }

    /// Each type after those that it is made of, so that the statements work in this order.
    private static List<Line> typeLines(KeyspaceMetadata keyspace) {
        var lines = new ArrayList<Line>();
        CreateText.types(keyspace)
                .forEach(type -> lines.add(new Line(type.keyspace(), "type", type.name(), CreateText.type(type))));
        return lines;
    }

    private static Line table(KeyspaceMetadata keyspace, QualifiedName name, boolean internals) {
        return Optional.ofNullable(keyspace.tables().get(name.name().text()))
                .map(table -> tableLine(table, internals))
                .orElseThrow(() -> new InvalidRequest(
                        "Table '" + name.name() + "' not found in keyspace '" + keyspace.name() + "'"));
    }

    private static Line type(KeyspaceMetadata keyspace, QualifiedName name) {
        return Optional.ofNullable(keyspace.types().get(name.name().text()))
                .map(type -> new Line(type.keyspace(), "type", type.name(), CreateText.type(type)))
                .orElseThrow(() -> notFound("User defined type", name, keyspace));
    }

    /// A bare name means a keyspace if there is one, else a table of the current keyspace.
    private static List<Line> element(
            Collection<KeyspaceMetadata> all, QualifiedName name, Optional<String> current, boolean internals) {
        if (name.keyspace().isEmpty()) {
            Optional<KeyspaceMetadata> keyspace = find(all, name.name().text());
            if (keyspace.isPresent()) {
                return whole(keyspace.get(), internals);
            }
            if (current.isEmpty()) {
                throw new InvalidRequest("'" + name.name() + "' not found in keyspaces");
            }
        }
        KeyspaceMetadata keyspace = in(all, name, current);
        return Optional.ofNullable(keyspace.tables().get(name.name().text()))
                .map(table -> List.of(tableLine(table, internals)))
                .orElseThrow(() ->
                        new InvalidRequest("'" + name.name() + "' not found in keyspace '" + keyspace.name() + "'"));
    }

    private static TableMetadata.Builder answer() {
        return TableMetadata.builder(new TableId(new UUID(0, 0)), "system", "describe");
    }

    private static VirtualTable names(List<Line> lines) {
        TableMetadata table = answer().partitionKey("keyspace_name", NativeType.TEXT)
                .clustering("type", NativeType.TEXT)
                .clustering("name", NativeType.TEXT)
                .build();
        return new Answer(
                table,
                lines.stream()
                        .map(line -> new byte[][] {
                            Wire.ofText(line.keyspace()), Wire.ofText(line.type()), Wire.ofText(line.name())
                        })
                        .toList());
    }

    private static VirtualTable statements(List<Line> lines) {
        TableMetadata table = answer().partitionKey("keyspace_name", NativeType.TEXT)
                .clustering("type", NativeType.TEXT)
                .clustering("name", NativeType.TEXT)
                .regular("create_statement", NativeType.TEXT)
                .build();
        return new Answer(
                table,
                lines.stream()
                        .map(line -> new byte[][] {
                            Wire.ofText(line.keyspace()),
                            Wire.ofText(line.type()),
                            Wire.ofText(line.name()),
                            Wire.ofText(line.statement())
                        })
                        .toList());
    }

    /// The ring is told to those who chose a keyspace: one range, all of it ours.
    private VirtualTable cluster(Optional<String> current) {
        var builder = answer().partitionKey("cluster", NativeType.TEXT)
                .clustering("partitioner", NativeType.TEXT)
                .clustering("snitch", NativeType.TEXT);
        byte[] cluster = Wire.ofText(node.clusterName());
        String partitionerClass = NodeDescription.PARTITIONER;
        byte[] partitioner = Wire.ofText(partitionerClass.substring(partitionerClass.lastIndexOf('.') + 1));
        byte[] snitch = Wire.ofText(SNITCH);
        if (current.isEmpty() || SystemTables.isVirtualKeyspace(current.get())) {
            return new Answer(builder.build(), List.<byte[][]>of(new byte[][] {cluster, partitioner, snitch}));
        }
        var endpoints = new ListType(NativeType.TEXT, false);
        var ownership = new MapType(NativeType.TEXT, endpoints, false);
        var ranges = new ArrayList<byte[]>();
        byte[] self = Wire.ofText("/" + node.listenAddress().getHostAddress() + ":" + node.storagePort());
        for (String token : node.tokens()) {
            ranges.add(Wire.ofText(token));
            ranges.add(Elements.join(1, List.of(self)));
        }
        TableMetadata table = builder.regular("range_ownership", ownership).build();
        return new Answer(
                table, List.<byte[][]>of(new byte[][] {cluster, partitioner, snitch, ownership.join(ranges)}));
    }

    private record Answer(TableMetadata metadata, List<byte[][]> lines) implements VirtualTable {
        @Override
        public void rows(List<byte[]> partitionKeys, RowSink sink) {
            lines.forEach(sink::row);
        }
    }
}
