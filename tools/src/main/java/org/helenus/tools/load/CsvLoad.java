package org.helenus.tools.load;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.helenus.compaction.BulkLayout;
import org.helenus.schema.TableMetadata;
import org.helenus.storage.Clock;
import org.helenus.storage.Mutation;
import org.helenus.storage.cache.BlockCache;
import org.helenus.storage.disk.Disk;
import org.helenus.storage.sstable.SSTable;
import org.helenus.tools.csv.CsvReader;
import org.helenus.tools.csv.MalformedCsvException;

/// Builds a table's files from CSV, in any order, in bounded memory.
///
///     text ─▶ record ─▶ what an INSERT would write ─▶ external sort ─▶ files as the table's compaction would cut them
///
/// One thread. Nothing of the table is touched.
final class CsvLoad implements AutoCloseable {
    private static final int CACHE_BYTES = 1 << 20;

    /// What becomes of one row.
    @FunctionalInterface
    interface Rows {
        void take(Mutation row) throws IOException;
    }

    private final TableMetadata table;
    private final CsvOptions options;
    private final Refusals refusals;
    private final RowTimes times;
    private final long listNode;
    private final BlockCache cache = new BlockCache(CACHE_BYTES, Runnable::run);
    private final FileBuilder files;
    private final ExternalSort sort;
    private long lines;

    /// @param directory for finished files, on `disk`
    /// @param runs a directory for those of the sort
    CsvLoad(
            TableMetadata table,
            CsvOptions options,
            Refusals refusals,
            Disk disk,
            String directory,
            String runs,
            long memoryBytes,
            Clock clock,
            RandomGenerator random) {
        this.table = table;
        this.options = options;
        this.refusals = refusals;
        times = new RowTimes(clock, options.firstTimestamp(), options.ttl());
        listNode = random.nextLong();
        long nowMillis = clock.wallMicros() / 1000;
        files = new FileBuilder(disk, directory, table, cache, random, nowMillis);
        sort = new ExternalSort(disk, new FileBuilder(disk, runs, table, cache, random, nowMillis), memoryBytes);
    }

    /// Adds the rows of one text.
    ///
    /// @param name for errors
    void add(String name, Reader text) throws IOException {
        read(name, text, sort::add);
    }

    /// Hands each row of a text on; those that the table cannot take are refused.
    ///
    /// @throws LoadFailedException too many are, or the text is no CSV
    void read(String name, Reader text, Rows rows) throws IOException {
        try (var records = new CsvReader(text, options.format())) {
            var names = columns(name, records);
            CsvRows converter;
            try {
                converter = new CsvRows(table, names, options.text(), options.nullsDelete(), times, listNode);
            } catch (IllegalArgumentException e) {
                throw new LoadFailedException(name + ": " + e.getMessage(), e);
            }
            for (long skip = options.skippedRows(); skip > 0 && records.next(); skip--) {}
            while (lines < options.mostRows() && records.next()) {
                lines++;
                Mutation row;
                try {
                    row = converter.row(records);
                } catch (BadValueException e) {
                    refusals.add(name, records, e.getMessage());
                    continue;
                }
                rows.take(row);
            }
        } catch (MalformedCsvException e) {
            throw new LoadFailedException(name + ", " + e.getMessage() + "; nothing was loaded", e);
        } catch (CharacterCodingException e) {
            throw new LoadFailedException(name + ": it is not UTF-8; nothing was loaded", e);
        }
    }

    private List<String> columns(String name, CsvReader records) throws IOException {
        var named = new ArrayList<String>();
        if (options.header()) {
            if (!records.next()) {
                throw new LoadFailedException(name + ": it is empty, where a header should be");
            }
            for (int i = 0; i < records.fieldCount(); i++) {
                named.add(records.field(i).strip());
            }
        }
        Optional<List<String>> given = options.columns();
        return given.orElse(options.header() ? named : CsvRows.defaultColumns(table));
    }

    /// Rows that were read, refused ones too.
    long lines() {
        return lines;
    }

    /// What the sort wrote beside the files.
    long runBytes() {
        return sort.runBytes();
    }

    /// Writes the files; each has a reference of the caller's.
    List<SSTable> finish() throws IOException {
        try (var sorted = sort.sorted()) {
            return files.files(sorted, BulkLayout.cuts(table, sort.fileBytes()), sort.rows());
        }
    }

    @Override
    public void close() {
        try (cache) {
            sort.close();
        }
    }
}
