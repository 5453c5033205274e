package org.helenus.query;

import java.util.List;
import java.util.Optional;
import org.helenus.cql.tree.Describe;
import org.helenus.cql.tree.SchemaStatement;
import org.helenus.query.expression.Expression;
import org.helenus.query.modify.ModifyPlan;
import org.helenus.query.select.SelectPlan;
import org.helenus.schema.TableMetadata;

/// What a statement came to when it was bound. Immutable.
sealed interface Plan {
    record Read(SelectPlan select) implements Plan {}

    /// @param analyze whether it is to be read too
    record Explain(SelectPlan select, boolean analyze) implements Plan {}

    record Modify(ModifyPlan modification) implements Plan {}

    /// `BEGIN BATCH … APPLY BATCH`.
    ///
    /// @param timestamp of all statements
    record Together(BatchType type, List<ModifyPlan> statements, Optional<Expression> timestamp) implements Plan {
        public Together {
            statements = List.copyOf(statements);
        }
    }

    record UseKeyspace(String keyspace) implements Plan {}

    record Empty(TableMetadata table) implements Plan {}

    record Define(SchemaStatement statement) implements Plan {}

    record Show(Describe statement) implements Plan {}

    /// The tables whose definition the plan relies on.
    default List<TableMetadata> tables() {
        return switch (this) {
            case Read(SelectPlan select) -> List.of(select.table());
            case Explain(SelectPlan select, boolean _) -> List.of(select.table());
            case Modify(ModifyPlan modification) -> List.of(modification.table());
            case Together together ->
                together.statements().stream().map(ModifyPlan::table).distinct().toList();
            case Empty(TableMetadata table) -> List.of(table);
            case UseKeyspace _, Define _, Show _ -> List.of();
        };
    }

    default List<org.helenus.schema.ColumnSpec> resultColumns() {
        return switch (this) {
            case Read(SelectPlan select) -> select.columns();
            case Explain _ -> ExplainRunner.COLUMNS;
            case Modify _, Together _, UseKeyspace _, Empty _, Define _, Show _ -> List.of();
        };
    }

    default boolean isConditional() {
        return switch (this) {
            case Modify(ModifyPlan modification) -> modification.isConditional();
            case Together together -> together.statements().stream().anyMatch(ModifyPlan::isConditional);
            case Read _, Explain _, UseKeyspace _, Empty _, Define _, Show _ -> false;
        };
    }
}
