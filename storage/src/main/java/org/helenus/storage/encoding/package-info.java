/// The bytes of row keys, row values and mutations: one encoding for commit log, memtable and SSTable.
package org.helenus.storage.encoding;
