package org.helenus.query;

import org.helenus.query.function.FunctionLibrary;

/// What statements can name besides stored tables, and who decides those about the schema.
record Services(
        VirtualTables virtualTables,
        FunctionLibrary functions,
        SchemaStatements schemaStatements,
        PreparedStatements prepared) {}
