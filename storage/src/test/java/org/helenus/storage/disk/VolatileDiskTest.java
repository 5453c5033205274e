package org.helenus.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class VolatileDiskTest extends DiskContract {
    @Override
    Disk disk() {
        return new VolatileDisk();
    }

    @Test
    void memoryIsCountedAndGivenBack() throws IOException {
        int chunk = VolatileFile.CHUNK_BYTES;
        var disk = new VolatileDisk(3L * chunk);
        try (var file = disk.open("a", OpenMode.CREATE_NEW)) {
            file.preallocate(100L * chunk); // zeros take no room
            assertThat(disk.freeSpace()).isEqualTo(3L * chunk);
            file.write(chunk - 1, bytes("xy"));
            assertThat(disk.freeSpace()).isEqualTo(chunk);
            assertThatThrownBy(() -> file.write(5L * chunk - 1, bytes("xy")))
                    .isInstanceOf(DiskFullException.class)
                    .hasMessageContaining("a");
            assertThat(disk.freeSpace()).isZero();
            file.truncate(chunk);
            assertThat(disk.freeSpace()).isEqualTo(2L * chunk);
            disk.link("a", "b");
            disk.delete("a");
            disk.delete("b");
            assertThat(disk.freeSpace()).isEqualTo(2L * chunk);
            assertThat(text(file, chunk - 1, 1)).isEqualTo("x");
        }
        assertThat(disk.freeSpace()).isEqualTo(3L * chunk);
    }

    @Test
    void listsWhatLiesInADirectoryAndNotBeside() throws IOException {
        var disk = disk();
        disk.createDirectories("a/b/c");
        disk.createDirectories("a-b");
        write(disk, "a.txt", "x");
        write(disk, "a/x", "x");
        assertThat(disk.list("")).containsExactly("a", "a-b", "a.txt");
        assertThat(disk.list("a")).containsExactly("b", "x");
        assertThatThrownBy(() -> disk.delete("a/b")).isInstanceOf(java.nio.file.DirectoryNotEmptyException.class);
        disk.delete("a/b/c");
        disk.delete("a/b");
        assertThat(disk.list("a")).containsExactly("x");
    }

    /// The same calls on a plain array.
    @Test
    void aFileIsWhatAnArrayWouldBe() throws IOException {
        String given = System.getProperty("seed", "");
        long seed = given.isEmpty() ? new SplittableRandom().nextLong() : Long.parseLong(given);
        var random = new SplittableRandom(seed);
        byte[] model = {};
        try (var file = disk().open("a", OpenMode.CREATE_NEW)) {
            for (int step = 0; step < 400; step++) {
                int at = random.nextInt(5 * VolatileFile.CHUNK_BYTES);
                int length = random.nextInt(2 * VolatileFile.CHUNK_BYTES);
                switch (random.nextInt(4)) {
                    case 0, 1 -> {
                        byte[] content = new byte[length];
                        random.nextBytes(content);
                        model = Arrays.copyOf(model, Math.max(model.length, length == 0 ? 0 : at + length));
                        System.arraycopy(content, 0, model, Math.min(at, model.length), length);
                        if (length > 0) {
                            file.write(at, ByteBuffer.wrap(content));
                        }
                    }
                    case 2 -> {
                        model = Arrays.copyOf(model, Math.min(model.length, at));
                        file.truncate(at);
                    }
                    default -> {
                        model = Arrays.copyOf(model, Math.max(model.length, at));
                        file.preallocate(at);
                    }
                }
                var read = ByteBuffer.allocate(length);
                int count = file.read(at, read);
                int from = Math.min(at, model.length);
                assertThat(Arrays.copyOf(read.array(), count))
                        .as("-Dseed=%d, step %d", seed, step)
                        .isEqualTo(Arrays.copyOfRange(model, from, Math.min(model.length, at + length)));
                assertThat(file.size()).as("-Dseed=%d, step %d", seed, step).isEqualTo(model.length);
            }
        }
    }
}
