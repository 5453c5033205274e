package org.helenus.cql.tree;

import java.util.List;
import java.util.Optional;

/// `ALTER TABLE`.
public record AlterTable(boolean ifExists, QualifiedName name, Alteration alteration) implements SchemaStatement {
    public sealed interface Alteration {}

    public record AddColumns(boolean ifNotExists, List<ColumnDefinition> columns) implements Alteration {
        public AddColumns {
            columns = List.copyOf(columns);
        }
    }

    /// `timestampMicros`: what was written up to then is gone; without it, up to now.
    public record DropColumns(boolean ifExists, List<Name> columns, Optional<Term.Literal> timestampMicros)
            implements Alteration {
        public DropColumns {
            columns = List.copyOf(columns);
        }
    }

    public record RenameColumns(boolean ifExists, List<Rename> renames) implements Alteration {
        public RenameColumns {
            renames = List.copyOf(renames);
        }
    }

    public record ChangeType(boolean ifExists, Name column, TypeName type) implements Alteration {}

    public record MaskColumn(boolean ifExists, Name column, ColumnMask mask) implements Alteration {}

    public record UnmaskColumn(boolean ifExists, Name column) implements Alteration {}

    public record DropCompactStorage() implements Alteration {}

    public record SetProperties(Properties properties) implements Alteration {}
}
