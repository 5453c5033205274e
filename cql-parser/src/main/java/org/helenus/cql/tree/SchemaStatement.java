package org.helenus.cql.tree;

/// A statement that changes the schema.
public sealed interface SchemaStatement extends Statement
        permits CreateKeyspace,
                AlterKeyspace,
                DropKeyspace,
                CreateTable,
                AlterTable,
                DropTable,
                CreateType,
                AlterType,
                DropType,
                CreateIndex,
                DropIndex,
                CreateMaterializedView,
                AlterMaterializedView,
                DropMaterializedView,
                CreateFunction,
                DropFunction,
                CreateAggregate,
                DropAggregate,
                CreateTrigger,
                DropTrigger {}
