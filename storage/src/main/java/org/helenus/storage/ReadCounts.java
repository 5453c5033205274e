package org.helenus.storage;

/// What one read touched. One thread.
public final class ReadCounts {
    private int memtables;
    private int files;
    private long pointReads;
    private long filterPasses;
    private long filterFalsePasses;
    private long filesScanned;
    private long blocksCached;
    private long blocksRead;
    private long bytesRead;

    /// A snapshot was taken of so many memtables and files.
    public void opened(int memtableCount, int fileCount) {
        memtables = memtableCount;
        files = fileCount;
    }

    /// A file was asked for one row.
    ///
    /// @param passed whether the file's filter let the question pass
    /// @param found  whether the row was there
    public void pointRead(boolean passed, boolean found) {
        pointReads++;
        if (passed) {
            filterPasses++;
            if (!found) {
                filterFalsePasses++;
            }
        }
    }

    /// SSTables that were read from: their filters let a row pass, or a range of them was read.
    public long filesTouched() {
        return filterPasses + filesScanned;
    }

    /// A range of a file is read.
    public void scan() {
        filesScanned++;
    }

    /// A block was in memory.
    public void cachedBlock() {
        blocksCached++;
    }

    /// A block came from the disk.
    ///
    /// @param bytes as stored
    public void readBlock(int bytes) {
        blocksRead++;
        bytesRead += bytes;
    }

    public int memtables() {
        return memtables;
    }

    /// SSTables that the table has.
    public int files() {
        return files;
    }

    /// Questions for one row to one SSTable.
    public long pointReads() {
        return pointReads;
    }

    /// Of these, how many the filter did not answer.
    public long filterPasses() {
        return filterPasses;
    }

    /// And of these, how many found nothing.
    public long filterFalsePasses() {
        return filterFalsePasses;
    }

    /// Ranges of SSTables that were read.
    public long filesScanned() {
        return filesScanned;
    }

    public long blocksCached() {
        return blocksCached;
    }

    public long blocksRead() {
        return blocksRead;
    }

    /// Bytes that came from the disk.
    public long bytesRead() {
        return bytesRead;
    }
}
