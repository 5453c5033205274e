package org.helenus.storage;

import java.util.Arrays;
import org.helenus.storage.commitlog.RecordBody;
import org.helenus.storage.encoding.MutationReader;

/// One mutation on its way into memtables: its tables, in the order in which it first names them, and the generation
/// of each that it has entered. Used again and again; one thread at a time.
final class TableWrite {
    /// Finds a table that a write has not met before.
    @FunctionalInterface
    interface Tables {
        EngineTable find(MutationReader partition);
    }

    private final MutationReader reader = new MutationReader();
    private EngineTable[] tables = new EngineTable[1];
    private MemtableGeneration[] entered = new MemtableGeneration[1];
    private long[] numbers = new long[1];
    private long[] begins = new long[1];
    private byte[] head = new byte[RecordBody.headBytes(1)];
    private int tableCount;
    private int enteredCount;
    private int headLength;

    /// Looks at what the mutation writes to.
    void begin(Mutation mutation, Tables find) {
        // The last mutation's first table is likely this one's.
        boolean hint = tables[0] != null && !tables[0].isDropped();
        tableCount = 0;
        enteredCount = 0;
        mutation.read(reader);
        while (reader.nextPartition()) {
            if (indexOf(reader) < 0) {
                boolean same = hint && tableCount == 0 && reader.isOf(tables[0].id());
                add(same ? tables[0] : find.find(reader));
            }
        }
    }

    private void add(EngineTable table) {
        if (tableCount == tables.length) {
            tables = Arrays.copyOf(tables, tableCount * 2);
            entered = Arrays.copyOf(entered, tableCount * 2);
            numbers = new long[tableCount * 2];
            begins = Arrays.copyOf(begins, tableCount * 2);
            head = new byte[RecordBody.headBytes(tableCount * 2)];
        }
        begins[tableCount] = table.activity().begin();
        tables[tableCount++] = table;
    }

    /// Enters the active generation of each table.
    ///
    /// @return whether one of them wants its writes logged
    boolean enter(long logTail) {
        boolean durable = false;
        for (int i = 0; i < tableCount; i++) {
            entered[i] = tables[i].enter(logTail);
            enteredCount++;
            durable |= tables[i].durableWrites();
        }
        return durable;
    }

    /// What comes before the mutation in its record; [#headLength] bytes.
    byte[] head() {
        for (int i = 0; i < tableCount; i++) {
            numbers[i] = entered[i].number();
        }
        headLength = RecordBody.writeHead(numbers, tableCount, head);
        return head;
    }

    int headLength() {
        return headLength;
    }

    /// Puts every partition into its memtable.
    void apply(Mutation mutation, long position) {
        mutation.read(reader);
        while (reader.nextPartition()) {
            entered[indexOf(reader)].memtable().apply(reader, position);
        }
        for (int i = 0; i < tableCount; i++) {
            tables[i].activity().endWrite(begins[i]);
        }
    }

    /// Leaves what was entered.
    void end() {
        for (int i = 0; i < enteredCount; i++) {
            entered[i].leave();
            entered[i] = null;
        }
        enteredCount = 0;
        // The hint stays, the others go.
        Arrays.fill(tables, 1, tables.length, null);
    }

    private int indexOf(MutationReader partition) {
        for (int i = 0; i < tableCount; i++) {
            if (partition.isOf(tables[i].id())) {
                return i;
            }
        }
        return -1;
    }
}
