package org.helenus.cql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.helenus.cql.grammar.CqlParser;
import org.helenus.cql.tree.Assignment;
import org.helenus.cql.tree.Batch;
import org.helenus.cql.tree.ColumnTarget;
import org.helenus.cql.tree.Delete;
import org.helenus.cql.tree.Insert;
import org.helenus.cql.tree.InsertJson;
import org.helenus.cql.tree.Modification;
import org.helenus.cql.tree.Name;
import org.helenus.cql.tree.Term;
import org.helenus.cql.tree.Term.LiteralKind;
import org.helenus.cql.tree.Update;
import org.helenus.cql.tree.Using;

/// `INSERT`, `UPDATE`, `DELETE`, `BATCH`.
final class ModificationBuilder {
    private final NameBuilder names;
    private final TermBuilder terms;
    private final RelationBuilder relations;

    ModificationBuilder(NameBuilder names, TermBuilder terms, RelationBuilder relations) {
        this.names = names;
        this.terms = terms;
        this.relations = relations;
    }

    Batch batch(CqlParser.BatchContext context) {
        var kind = context.K_UNLOGGED() != null
                ? Batch.Kind.UNLOGGED
                : context.K_COUNTER() != null ? Batch.Kind.COUNTER : Batch.Kind.LOGGED;
        var using = using(context.using());
        var statements = new ArrayList<Modification>();
        for (var modification : context.modification()) {
            statements.add(modification(modification));
        }
        return new Batch(kind, using, statements);
    }

    private Modification modification(CqlParser.ModificationContext context) {
        if (context.insert() != null) {
            return insert(context.insert());
        }
        return context.update() != null ? update(context.update()) : delete(context.delete());
    }

    Modification insert(CqlParser.InsertContext context) {
        return switch (context) {
            case CqlParser.InsertValuesContext insert ->
                new Insert(
                        names.table(insert.tableName()),
                        insert.column().stream().map(names::column).toList(),
                        terms.terms(insert.term()),
                        insert.ifNotExists() != null,
                        using(insert.using()));
            case CqlParser.InsertJsonContext insert ->
                new InsertJson(
                        names.table(insert.tableName()),
                        json(insert),
                        insert.K_UNSET() != null,
                        insert.ifNotExists() != null,
                        using(insert.using()));
            default -> throw new IllegalStateException(context.getClass().getName());
        };
    }

    private Term json(CqlParser.InsertJsonContext context) {
        if (context.marker() != null) {
            return terms.marker(context.marker());
        }
        var token = context.STRING_LITERAL().getSymbol();
        return new Term.Literal(LiteralKind.STRING, NameBuilder.string(token), NameBuilder.position(token));
    }

    Update update(CqlParser.UpdateContext context) {
        var table = names.table(context.tableName());
        var using = using(context.using());
        return new Update(
                table,
                using,
                assignments(context.assignment()),
                relations.where(context.whereClause()),
                context.ifConditions() != null && context.ifConditions().ifExists() != null,
                relations.conditions(context.ifConditions()));
    }

    Delete delete(CqlParser.DeleteContext context) {
        var targets = new ArrayList<ColumnTarget>();
        for (var deletion : context.deletion()) {
            targets.add(deletion(deletion));
        }
        return new Delete(
                targets,
                names.table(context.tableName()),
                new Using(terms.optionalInteger(context.timestamp), Optional.empty()),
                relations.where(context.whereClause()),
                context.ifConditions() != null && context.ifConditions().ifExists() != null,
                relations.conditions(context.ifConditions()));
    }

    /// Of an option that is given twice, the last counts, as in Cassandra.
    private Using using(CqlParser.UsingContext context) {
        if (context == null) {
            return Using.NOTHING;
        }
        Optional<Term> timestamp = Optional.empty();
        Optional<Term> timeToLive = Optional.empty();
        for (var item : context.usingItem()) {
            if (item.K_TTL() == null) {
                timestamp = Optional.of(terms.integer(item.integerTerm()));
            } else {
                timeToLive = Optional.of(terms.integer(item.integerTerm()));
            }
        }
        return new Using(timestamp, timeToLive);
    }

    private ColumnTarget deletion(CqlParser.DeletionContext context) {
        return switch (context) {
            case CqlParser.ColumnDeletionContext deletion -> new ColumnTarget.Whole(names.column(deletion.column()));
            case CqlParser.ElementDeletionContext deletion ->
                new ColumnTarget.Element(names.column(deletion.column()), terms.term(deletion.term()));
            case CqlParser.FieldDeletionContext deletion ->
                new ColumnTarget.Field(names.column(deletion.column()), names.name(deletion.name()));
            default -> throw new IllegalStateException(context.getClass().getName());
        };
    }

    /// A column that is set as a whole is not touched again, nor is a field set twice.
    private List<Assignment> assignments(List<CqlParser.AssignmentContext> contexts) {
        var assignments = new ArrayList<Assignment>();
        var touched = new HashSet<Name>();
        var wholes = new HashSet<Name>();
        var fields = new HashSet<ColumnTarget.Field>();
        for (var context : contexts) {
            var assignment = assignment(context);
            var column = column(assignment);
            var target = assignment instanceof Assignment.Set set ? Optional.of(set.target()) : Optional.empty();
            boolean again = !touched.add(column);
            boolean whole = target.isPresent() && target.get() instanceof ColumnTarget.Whole;
            boolean clash = (again && whole)
                    || wholes.contains(column)
                    || (target.isPresent() && target.get() instanceof ColumnTarget.Field field && !fields.add(field));
            if (clash) {
                throw NameBuilder.error(context.start, "Multiple incompatible setting of column " + column);
            }
            if (whole) {
                wholes.add(column);
            }
            assignments.add(assignment);
        }
        return assignments;
    }

    private Assignment assignment(CqlParser.AssignmentContext context) {
        return switch (context) {
            case CqlParser.SetAssignmentContext assignment -> {
                var column = names.column(assignment.column(0));
                var value = terms.term(assignment.value);
                if (assignment.again == null) {
                    yield new Assignment.Set(new ColumnTarget.Whole(column), value);
                }
                checkSame(column, assignment.again, "X = <value> + X");
                yield new Assignment.Prepend(column, value);
            }
            case CqlParser.ChangeAssignmentContext assignment -> {
                var column = names.column(assignment.column(0));
                boolean add = assignment.PLUS() != null;
                checkSame(column, assignment.again, "X = X " + (add ? "+" : "-") + "<value>");
                var value = terms.term(assignment.term());
                yield add ? new Assignment.Add(column, value) : new Assignment.Subtract(column, value);
            }
            case CqlParser.CountAssignmentContext assignment -> {
                var column = names.column(assignment.column(0));
                var token = assignment.INTEGER().getSymbol();
                checkSame(
                        column,
                        assignment.again,
                        "X = X " + (token.getText().charAt(0) == '-' ? "-" : "+") + " <value>");
                yield new Assignment.Add(
                        column, new Term.Literal(LiteralKind.INTEGER, token.getText(), NameBuilder.position(token)));
            }
            case CqlParser.ShorthandAssignmentContext assignment -> {
                var column = names.column(assignment.column());
                var value = terms.term(assignment.term());
                yield assignment.ADD_ASSIGN() != null
                        ? new Assignment.Add(column, value)
                        : new Assignment.Subtract(column, value);
            }
            case CqlParser.ElementAssignmentContext assignment ->
                new Assignment.Set(
                        new ColumnTarget.Element(names.column(assignment.column()), terms.term(assignment.key)),
                        terms.term(assignment.value));
            case CqlParser.FieldAssignmentContext assignment ->
                new Assignment.Set(
                        new ColumnTarget.Field(names.column(assignment.column()), names.name(assignment.name())),
                        terms.term(assignment.term()));
            default -> throw new IllegalStateException(context.getClass().getName());
        };
    }

    private void checkSame(Name column, CqlParser.ColumnContext again, String form) {
        if (!names.column(again).equals(column)) {
            throw NameBuilder.error(again.start, "Only expressions of the form " + form + " are supported.");
        }
    }

    private static Name column(Assignment assignment) {
        return switch (assignment) {
            case Assignment.Set set -> set.target().column();
            case Assignment.Add add -> add.column();
            case Assignment.Subtract subtract -> subtract.column();
            case Assignment.Prepend prepend -> prepend.column();
        };
    }
}
