package org.helenus.tools.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What `HELP` tells.
final class HelpTopics {
    private static final Map<String, String> COMMANDS = new TreeMap<>(Map.ofEntries(
            Map.entry("CAPTURE", """
                    CAPTURE '<file>'   appends the results of queries to a file instead of showing them
                    CAPTURE OFF        shows them again
                    CAPTURE            tells which file it is
                    Errors and what the shell itself has to say are still shown.
                    """),
            Map.entry("CLEAR", """
                    CLEAR (or CLS)     clears the screen
                    """),
            Map.entry("CONSISTENCY", """
                    CONSISTENCY <level>   sets the consistency level of what follows: ANY, ONE, TWO, THREE, QUORUM, ALL,
                                          LOCAL_QUORUM, EACH_QUORUM, LOCAL_ONE; for SELECT also SERIAL, LOCAL_SERIAL
                    CONSISTENCY           tells the level (ONE at the start)
                    """),
            Map.entry("DESCRIBE", """
                    DESCRIBE (or DESC) prints schema as CQL, or lists names:
                    DESCRIBE CLUSTER
                    DESCRIBE [FULL] SCHEMA
                    DESCRIBE KEYSPACES | TABLES | TYPES | FUNCTIONS | AGGREGATES
                    DESCRIBE [ONLY] KEYSPACE [<keyspace>]
                    DESCRIBE TABLE | INDEX | MATERIALIZED VIEW | TYPE | FUNCTION | AGGREGATE [<keyspace>.]<name>
                    DESCRIBE [<keyspace>.]<name>
                    With WITH INTERNALS at the end it also prints what the server sets itself.
                    """),
            Map.entry("EXIT", """
                    EXIT (or QUIT)     ends the shell
                    """),
            Map.entry("EXPAND", """
                    EXPAND ON          shows each row as a list of its columns
                    EXPAND OFF         shows rows as a table
                    EXPAND             tells which
                    """),
            Map.entry("HELP", """
                    HELP               lists the topics
                    HELP <topic> …     tells about them
                    """),
            Map.entry("PAGING", """
                    PAGING ON          fetches rows page by page
                    PAGING <n>         with n rows a page (100 at the start)
                    PAGING OFF         fetches all rows at once
                    PAGING             tells which
                    """),
            Map.entry("SERIAL", """
                    SERIAL CONSISTENCY <level>   sets the level of conditional writes: SERIAL or LOCAL_SERIAL
                    SERIAL CONSISTENCY           tells the level (SERIAL at the start)
                    """),
            Map.entry("SHOW", """
                    SHOW VERSION             the versions of shell, server, CQL and protocol
                    SHOW HOST                where the shell is connected
                    SHOW SESSION <id>        a tracing session
                    """),
            Map.entry("SOURCE", """
                    SOURCE '<file>'    executes the statements of a file; errors do not end it
                    """),
            Map.entry("TRACING", """
                    TRACING ON         has the server trace what follows, and shows the trace
                    TRACING OFF        ends that
                    TRACING            tells which
                    """)));

    private static final Map<String, String> ALIASES =
            Map.of("DESC", "DESCRIBE", "CLS", "CLEAR", "QUIT", "EXIT", "?", "HELP");

    private static final Map<String, String> STATEMENTS = new TreeMap<>(Map.ofEntries(
            Map.entry("ALTER_KEYSPACE", "ALTER KEYSPACE [IF EXISTS] <name> WITH <option> = <value> [AND …]"),
            Map.entry("ALTER_TABLE", """
                    ALTER TABLE [IF EXISTS] <table> ADD [IF NOT EXISTS] <column> <type> [STATIC]
                    ALTER TABLE [IF EXISTS] <table> DROP [IF EXISTS] <column>
                    ALTER TABLE [IF EXISTS] <table> RENAME [IF EXISTS] <column> TO <column> [AND …]
                    ALTER TABLE [IF EXISTS] <table> WITH <option> = <value> [AND …]"""),
            Map.entry(
                    "ALTER_TYPE",
                    "ALTER TYPE [IF EXISTS] <type> ADD [IF NOT EXISTS] <field> <type> | RENAME <field> TO <field>"),
            Map.entry(
                    "BATCH",
                    "BEGIN [UNLOGGED | COUNTER] BATCH [USING TIMESTAMP <micros>] <insert, update, delete>; … APPLY BATCH"),
            Map.entry(
                    "CREATE_INDEX",
                    "CREATE [CUSTOM] INDEX [IF NOT EXISTS] [<name>] ON <table> (<column>) [USING '<class>']"),
            Map.entry("CREATE_KEYSPACE", """
                    CREATE KEYSPACE [IF NOT EXISTS] <name>
                        WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1} [AND durable_writes = true]"""),
            Map.entry("CREATE_TABLE", """
                    CREATE TABLE [IF NOT EXISTS] <table> (<column> <type> [STATIC], …, PRIMARY KEY ((<partition key>), <clustering>))
                        [WITH CLUSTERING ORDER BY (<column> ASC | DESC) AND <option> = <value>]"""),
            Map.entry("CREATE_TYPE", "CREATE TYPE [IF NOT EXISTS] <type> (<field> <type>, …)"),
            Map.entry(
                    "DELETE",
                    "DELETE [<column>, …] FROM <table> [USING TIMESTAMP <micros>] WHERE <relations> [IF EXISTS | IF <conditions>]"),
            Map.entry(
                    "DROP",
                    "DROP KEYSPACE | TABLE | TYPE | INDEX | MATERIALIZED VIEW | FUNCTION | AGGREGATE [IF EXISTS] <name>"),
            Map.entry("INSERT", """
                    INSERT INTO <table> (<columns>) VALUES (<values>) [IF NOT EXISTS] [USING TTL <seconds> AND TIMESTAMP <micros>]
                    INSERT INTO <table> JSON '<document>' [DEFAULT NULL | UNSET] [IF NOT EXISTS] [USING …]"""),
            Map.entry("SELECT", """
                    SELECT [JSON] [DISTINCT] * | <selectors> FROM <table> [WHERE <relations>] [GROUP BY <columns>]
                        [ORDER BY <column> ASC | DESC] [PER PARTITION LIMIT <n>] [LIMIT <n>] [ALLOW FILTERING]"""),
            Map.entry("TRUNCATE", "TRUNCATE [TABLE] <table>"),
            Map.entry(
                    "UPDATE",
                    "UPDATE <table> [USING …] SET <column> = <value>, … WHERE <relations> [IF EXISTS | IF <conditions>]"),
            Map.entry("USE", "USE <keyspace>")));

    private HelpTopics() {}

    /// The lists of topics.
    static List<String> overview() {
        var lines = new ArrayList<String>();
        lines.add("");
        lines.add("Documented shell commands:");
        lines.add("===========================");
        lines.addAll(NameColumns.lines(List.copyOf(COMMANDS.keySet())));
        lines.add("");
        lines.add("CQL help topics:");
        lines.add("================");
        lines.addAll(NameColumns.lines(List.copyOf(STATEMENTS.keySet())));
        lines.add("");
        return lines;
    }

    /// What there is to know about one topic.
    static Optional<String> about(String topic) {
        var name = topic.toUpperCase(Locale.ROOT);
        var command = Optional.ofNullable(COMMANDS.get(ALIASES.getOrDefault(name, name)));
        return command.or(() -> Optional.ofNullable(STATEMENTS.get(name)).map(text -> text + "\n"));
    }
}
