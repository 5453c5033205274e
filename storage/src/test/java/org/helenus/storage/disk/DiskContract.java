package org.helenus.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every [Disk] does, real or in memory.
abstract class DiskContract {
    abstract Disk disk() throws IOException;

    @Test
    void aFileHoldsWhatWasWrittenWhereItWasWritten() throws IOException {
        var disk = disk();
        try (var file = disk.open("a", OpenMode.CREATE_NEW)) {
            file.write(3, bytes("xyz"));
            file.write(0, bytes("ab"));
            assertThat(file.size()).isEqualTo(6);
            assertThat(text(file, 0, 6)).isEqualTo("ab\0xyz");
            file.write(4, bytes("Y"));
            file.sync();
            assertThat(text(file, 2, 4)).isEqualTo("\0xYz");
        }
        try (var file = disk.open("a", OpenMode.READ)) {
            var into = ByteBuffer.allocateDirect(10);
            assertThat(file.read(4, into)).isEqualTo(2);
            assertThat(into.position()).isEqualTo(2);
            assertThat(file.read(6, into)).isZero();
            assertThat(file.read(600, into)).isZero();
            assertThatThrownBy(() -> file.readFully(4, ByteBuffer.allocate(3)))
                    .isInstanceOf(EOFException.class)
                    .hasMessageContaining("a: 3 bytes wanted at 4, 2 there");
        }
    }

    @Test
    void aBufferIsWrittenFromItsPositionToItsLimit() throws IOException {
        try (var file = disk().open("a", OpenMode.CREATE_NEW)) {
            var buffer = bytes("0123456789").position(2).limit(5);
            file.write(0, buffer);
            assertThat(buffer.hasRemaining()).isFalse();
            assertThat(file.size()).isEqualTo(3);
            assertThat(text(file, 0, 3)).isEqualTo("234");
        }
    }

    @Test
    void preallocationWritesZerosAndKeepsWhatIsThere() throws IOException {
        try (var file = disk().open("a", OpenMode.CREATE_NEW)) {
            file.write(0, bytes("head"));
            file.preallocate(200_000);
            assertThat(file.size()).isEqualTo(200_000);
            assertThat(text(file, 0, 6)).isEqualTo("head\0\0");
            file.preallocate(10);
            assertThat(file.size()).isEqualTo(200_000);
            file.truncate(2);
            file.truncate(100);
            assertThat(file.size()).isEqualTo(2);
            file.write(4, bytes("e"));
            assertThat(text(file, 0, 5)).isEqualTo("he\0\0e");
        }
    }

    @Test
    void namesAreMadeMovedLinkedAndTakenAway() throws IOException {
        var disk = disk();
        disk.createDirectories("d/e");
        disk.createDirectories("d/e");
        write(disk, "d/e/one", "1");
        write(disk, "d/two", "2");
        assertThat(disk.list("d")).containsExactly("e", "two");
        assertThat(disk.exists("d/e")).isTrue();
        assertThat(disk.exists("d/e/one")).isTrue();
        assertThat(disk.exists("d/one")).isFalse();

        disk.rename("d/e/one", "d/two"); // in place of the other
        assertThat(disk.list("d/e")).isEmpty();
        assertThat(read(disk, "d/two")).isEqualTo("1");
        disk.link("d/two", "d/e/again");
        disk.delete("d/two");
        assertThat(disk.list("d")).isEqualTo(List.of("e"));
        assertThat(read(disk, "d/e/again")).isEqualTo("1");
        disk.syncDirectory("d");
        disk.syncDirectory("");
    }

    @Test
    void aFileThatIsDeletedStaysForWhoHasItOpen() throws IOException {
        var disk = disk();
        write(disk, "a", "still here");
        try (var file = disk.open("a", OpenMode.READ)) {
            disk.delete("a");
            assertThat(text(file, 0, 10)).isEqualTo("still here");
        }
        assertThatThrownBy(() -> disk.open("a", OpenMode.READ)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void whatIsMissingOrInTheWayIsNamed() throws IOException {
        var disk = disk();
        write(disk, "a", "1");
        assertThatThrownBy(() -> disk.open("b", OpenMode.WRITE)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk.open("a", OpenMode.CREATE_NEW)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> disk.open("no/a", OpenMode.CREATE_NEW)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk.link("a", "a")).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> disk.delete("b")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk.rename("b", "c")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk.list("no")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk.createDirectories("a")).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void theLockHasOneHolder() throws IOException {
        var disk = disk();
        var lock = disk.lock("lock");
        assertThatThrownBy(() -> disk.lock("lock"))
                .isInstanceOf(DiskLockedException.class)
                .hasMessage("lock is locked by another process");
        lock.close();
        disk.lock("lock").close();
    }

    @Test
    void aClosedFileIsClosed() throws IOException {
        var file = disk().open("a", OpenMode.CREATE_NEW);
        file.close();
        assertThatThrownBy(() -> file.write(0, bytes("x"))).isInstanceOf(IOException.class);
        assertThatThrownBy(file::sync).isInstanceOf(IOException.class);
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static String text(DiskFile file, long position, int length) throws IOException {
        var into = ByteBuffer.allocate(length);
        file.readFully(position, into);
        return new String(into.array(), StandardCharsets.ISO_8859_1);
    }

    static void write(Disk disk, String path, String text) throws IOException {
        try (var file = disk.open(path, OpenMode.CREATE_NEW)) {
            file.write(0, bytes(text));
        }
    }

    static String read(Disk disk, String path) throws IOException {
        try (var file = disk.open(path, OpenMode.READ)) {
            return text(file, 0, (int) file.size());
        }
    }
}
