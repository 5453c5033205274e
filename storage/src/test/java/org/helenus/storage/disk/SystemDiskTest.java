package org.helenus.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SystemDiskTest extends DiskContract {
    @TempDir
    Path directory;

    @Override
    Disk disk() throws IOException {
        return new SystemDisk(directory.resolve("root"));
    }

    @Test
    void pathsStayBelowTheRoot() throws IOException {
        Files.writeString(directory.resolve("secret"), "s");
        var disk = disk();
        assertThatThrownBy(() -> disk.open("../secret", OpenMode.READ)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theRootIsMadeWithThoseAbove() throws IOException {
        var disk = new SystemDisk(directory.resolve("a/b/c"));
        write(disk, "f", "x");
        assertThat(directory.resolve("a/b/c/f")).hasContent("x");
        assertThat(disk.freeSpace()).isPositive();
    }
}
