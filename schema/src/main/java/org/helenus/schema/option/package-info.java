/// Options of keyspaces and tables: typed, validated with Cassandra's words, given back as clients expect them.
package org.helenus.schema.option;
