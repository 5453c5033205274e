package org.helenus.cql.tree;

import java.util.List;

/// `ALTER TYPE`.
public record AlterType(boolean ifExists, QualifiedName name, Alteration alteration) implements SchemaStatement {
    public sealed interface Alteration {}

    public record AddField(boolean ifNotExists, FieldDefinition field) implements Alteration {}

    public record RenameFields(boolean ifExists, List<Rename> renames) implements Alteration {
        public RenameFields {
            renames = List.copyOf(renames);
        }
    }

    public record ChangeFieldType(Name field, TypeName type) implements Alteration {}
}
