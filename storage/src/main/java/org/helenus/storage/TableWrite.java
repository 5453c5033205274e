package org.helenus.storage;

import java.util.ArrayList;
import java.util.List;
import org.helenus.storage.encoding.MutationReader;

/// One mutation on its way into memtables: its tables, in the order in which it first names them, and the generation of
/// each that it has entered. One thread.
final class TableWrite {
    private final MutationReader reader = new MutationReader();
    private final Mutation mutation;
    private final List<EngineTable> tables = new ArrayList<>(1);
    private final List<MemtableGeneration> entered = new ArrayList<>(1);

    TableWrite(Mutation mutation) {
        this.mutation = mutation;
        mutation.read(reader);
    }

    /// Stands before the first partition at the beginning.
    MutationReader reader() {
        return reader;
    }

    /// Whether the table of the partition that the reader stands on was added.
    boolean knows(MutationReader partition) {
        return indexOf(partition) >= 0;
    }

    void add(EngineTable table) {
        tables.add(table);
    }

    int tableCount() {
        return tables.size();
    }

    /// Enters the active generation of each table.
    ///
    /// @return whether one of them wants its writes logged
    boolean enter(long logTail) {
        boolean durable = false;
        for (var table : tables) {
            entered.add(table.enter(logTail));
            durable |= table.durableWrites();
        }
        return durable;
    }

    /// Of the generations that were entered.
    long[] generationNumbers() {
        var numbers = new long[entered.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = entered.get(i).number();
        }
        return numbers;
    }

    /// Puts every partition into its memtable.
    void apply(long position) {
        mutation.read(reader);
        while (reader.nextPartition()) {
            entered.get(indexOf(reader)).memtable().apply(reader, position);
        }
    }

    void leave() {
        entered.forEach(MemtableGeneration::leave);
    }

    private int indexOf(MutationReader partition) {
        for (int i = 0; i < tables.size(); i++) {
            if (partition.isOf(tables.get(i).id())) {
                return i;
            }
        }
        return -1;
    }
}
