package org.helenus.cql;

import java.util.List;
import java.util.Optional;
import org.helenus.cql.tree.AccessStatement;
import org.helenus.cql.tree.Assignment;
import org.helenus.cql.tree.Batch;
import org.helenus.cql.tree.ColumnTarget;
import org.helenus.cql.tree.Condition;
import org.helenus.cql.tree.Delete;
import org.helenus.cql.tree.Describe;
import org.helenus.cql.tree.Explain;
import org.helenus.cql.tree.Insert;
import org.helenus.cql.tree.InsertJson;
import org.helenus.cql.tree.Modification;
import org.helenus.cql.tree.SchemaStatement;
import org.helenus.cql.tree.Select;
import org.helenus.cql.tree.Statement;
import org.helenus.cql.tree.Term;
import org.helenus.cql.tree.Truncate;
import org.helenus.cql.tree.TypeName;
import org.helenus.cql.tree.Update;
import org.helenus.cql.tree.Use;
import org.helenus.cql.tree.Using;

/// Prints a tree as CQL, on one line, such that reading it gives an equal tree. Passwords are printed too.
public final class CqlPrinter {
    private final StringBuilder out = new StringBuilder();
    private final TermPrinter terms = new TermPrinter(out);
    private final SelectPrinter selects = new SelectPrinter(out, terms);

    private CqlPrinter() {}

    public static String print(Statement statement) {
        var printer = new CqlPrinter();
        printer.statement(statement);
        return printer.out.toString();
    }

    public static String print(Term term) {
        return TermPrinter.print(term);
    }

    public static String print(TypeName type) {
        var printer = new CqlPrinter();
        printer.terms.type(type);
        return printer.out.toString();
    }

    /// A name as a statement must write it: bare when that reads back as itself, else in double quotes.
    public static String name(String text) {
        return ReservedWords.isBareName(text) ? text : TermPrinter.quoted(text);
    }

    /// A text as a string literal.
    public static String string(String text) {
        return TermPrinter.string(text);
    }

    private void statement(Statement statement) {
        switch (statement) {
            case Select select -> selects.select(select);
            case Modification modification -> modification(modification);
            case Batch batch -> batch(batch);
            case Use(var keyspace) -> {
                out.append("USE ");
                terms.name(keyspace);
            }
            case Truncate(var table) -> {
                out.append("TRUNCATE ");
                terms.qualified(table);
            }
            case Describe describe -> describe(describe);
            case Explain(boolean analyze, Select select) -> {
                out.append(analyze ? "EXPLAIN ANALYZE " : "EXPLAIN ");
                selects.select(select);
            }
            case SchemaStatement schema -> new SchemaPrinter(out, terms, selects).print(schema);
            case AccessStatement access -> new AccessPrinter(out, terms).print(access);
        }
    }

    private void modification(Modification modification) {
        switch (modification) {
            case Insert insert -> insert(insert);
            case InsertJson insert -> insertJson(insert);
            case Update update -> update(update);
            case Delete delete -> delete(delete);
        }
    }

    private void insert(Insert insert) {
        out.append("INSERT INTO ");
        terms.qualified(insert.table());
        out.append(" (");
        terms.list(insert.columns(), terms::name);
        out.append(") VALUES (");
        terms.list(insert.values(), terms::term);
        out.append(')');
        terms.when(insert.ifNotExists(), " IF NOT EXISTS");
        using(insert.using());
    }

    private void insertJson(InsertJson insert) {
        out.append("INSERT INTO ");
        terms.qualified(insert.table());
        out.append(" JSON ");
        terms.term(insert.value());
        terms.when(insert.defaultUnset(), " DEFAULT UNSET").when(insert.ifNotExists(), " IF NOT EXISTS");
        using(insert.using());
    }

    private void update(Update update) {
        out.append("UPDATE ");
        terms.qualified(update.table());
        using(update.using());
        out.append(" SET ");
        terms.list(update.assignments(), this::assignment);
        selects.where(update.where());
        conditions(update.ifExists(), update.conditions());
    }

    private void delete(Delete delete) {
        out.append("DELETE ");
        terms.list(delete.targets(), this::target);
        out.append(delete.targets().isEmpty() ? "FROM " : " FROM ");
        terms.qualified(delete.table());
        using(delete.using());
        selects.where(delete.where());
        conditions(delete.ifExists(), delete.conditions());
    }

    private void batch(Batch batch) {
        out.append(
                switch (batch.kind()) {
                    case LOGGED -> "BEGIN BATCH";
                    case UNLOGGED -> "BEGIN UNLOGGED BATCH";
                    case COUNTER -> "BEGIN COUNTER BATCH";
                });
        using(batch.using());
        out.append(' ');
        for (var statement : batch.statements()) {
            modification(statement);
            out.append("; ");
        }
        out.append("APPLY BATCH");
    }

    /// Time to live comes second unless its bind marker was written first.
    private void using(Using using) {
        boolean swapped = using.timeToLive().orElse(null) instanceof Term.BindMarker ttl
                && using.timestamp().orElse(null) instanceof Term.BindMarker timestamp
                && ttl.index() < timestamp.index();
        var word = " USING ";
        if (swapped) {
            option(word, "TTL ", using.timeToLive());
            word = " AND ";
        }
        if (using.timestamp().isPresent()) {
            option(word, "TIMESTAMP ", using.timestamp());
            word = " AND ";
        }
        if (!swapped) {
            option(word, "TTL ", using.timeToLive());
        }
    }

    private void option(String word, String name, Optional<Term> value) {
        value.ifPresent(term -> terms.raw(word).raw(name).term(term));
    }

    private void target(ColumnTarget target) {
        terms.name(target.column());
        switch (target) {
            case ColumnTarget.Whole _ -> {
                // The name is all.
            }
            case ColumnTarget.Element(var _, var key) -> {
                out.append('[');
                terms.term(key);
                out.append(']');
            }
            case ColumnTarget.Field(var _, var field) -> {
                out.append('.');
                terms.name(field);
            }
        }
    }

    private void assignment(Assignment assignment) {
        switch (assignment) {
            case Assignment.Set(var target, var value) -> {
                target(target);
                out.append(" = ");
                terms.term(value);
            }
            case Assignment.Add(var column, var value) -> {
                terms.name(column);
                out.append(" += ");
                terms.term(value);
            }
            case Assignment.Subtract(var column, var value) -> {
                terms.name(column);
                out.append(" -= ");
                terms.term(value);
            }
            case Assignment.Prepend(var column, var value) -> {
                terms.name(column);
                out.append(" = ");
                terms.term(value);
                out.append(" + ");
                terms.name(column);
            }
        }
    }

    private void conditions(boolean ifExists, List<Condition> conditions) {
        terms.when(ifExists, " IF EXISTS");
        if (!conditions.isEmpty()) {
            out.append(" IF ");
            terms.joined(conditions, " AND ", this::condition);
        }
    }

    private void condition(Condition condition) {
        target(condition.target());
        switch (condition) {
            case Condition.Comparison(var _, var operator, var value) -> {
                out.append(' ').append(operator.symbol()).append(' ');
                terms.term(value);
            }
            case Condition.In(var _, var values) -> {
                out.append(" IN ");
                selects.values(values);
            }
        }
    }

    private void describe(Describe describe) {
        out.append("DESCRIBE ");
        switch (describe.target()) {
            case Describe.Cluster() -> out.append("CLUSTER");
            case Describe.FullSchema(boolean full) -> out.append(full ? "FULL SCHEMA" : "SCHEMA");
            case Describe.Keyspaces() -> out.append("KEYSPACES");
            case Describe.Keyspace(var name, boolean only) -> {
                out.append(only ? "ONLY KEYSPACE" : "KEYSPACE");
                name.ifPresent(keyspace -> {
                    out.append(' ');
                    terms.name(keyspace);
                });
            }
            case Describe.Tables() -> out.append("TABLES");
            case Describe.Table(var name) -> terms.raw("TABLE ").qualified(name);
            case Describe.Index(var name) -> terms.raw("INDEX ").qualified(name);
            case Describe.MaterializedView(var name) ->
                terms.raw("MATERIALIZED VIEW ").qualified(name);
            case Describe.Types() -> out.append("TYPES");
            case Describe.Type(var name) -> terms.raw("TYPE ").userType(name);
            case Describe.Functions() -> out.append("FUNCTIONS");
            case Describe.Function(var name) -> terms.raw("FUNCTION ").function(name);
            case Describe.Aggregates() -> out.append("AGGREGATES");
            case Describe.Aggregate(var name) -> terms.raw("AGGREGATE ").function(name);
            // Quoted, since a bare word may mean something else here.
            case Describe.Element(var name) -> {
                name.keyspace()
                        .ifPresent(k -> terms.raw(TermPrinter.quoted(k.text())).raw("."));
                out.append(TermPrinter.quoted(name.name().text()));
            }
        }
        terms.when(describe.withInternals(), " WITH INTERNALS");
    }
}
