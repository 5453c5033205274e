/// CQL types, tables, keyspaces, options and the errors a client can get.
///
/// Packages, each knowing only those before it: `request` (what every request carries), `error`, `bytes`, `type`,
/// `option`, and this one, which holds the tables and the schema.
package org.helenus.schema;
