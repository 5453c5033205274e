package org.helenus.tools.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.helenus.storage.disk.Disk;
import org.helenus.storage.disk.OpenMode;
import org.helenus.storage.disk.SystemDisk;
import org.helenus.storage.sstable.SSTableId;

/// SSTables of elsewhere, copied byte by byte to where a load builds its files: nothing in them is looked at before the
/// import does.
final class StagedFiles {
    private static final int BUFFER_BYTES = 1 << 20;

    private StagedFiles() {}

    /// Whether a source is an SSTable, or a directory of them.
    static boolean isOne(String source) {
        return source.endsWith(SSTableId.SUFFIX) || Files.isDirectory(Path.of(source));
    }

    /// @return bytes copied
    static long copy(List<String> sources, Disk disk, String directory) throws IOException {
        long bytes = 0;
        for (Path file : files(sources)) {
            bytes += copy(file, disk, directory);
        }
        disk.syncDirectory(directory);
        return bytes;
    }

    static List<Path> files(List<String> sources) throws IOException {
        var files = new ArrayList<Path>();
        for (String source : sources) {
            var path = Path.of(source).toAbsolutePath().normalize();
            if (!Files.isDirectory(path)) {
                if (!Files.exists(path)) {
                    throw new NoSuchFileException(source);
                }
                files.add(path);
                continue;
            }
            int before = files.size();
            try (var within = Files.list(path)) {
                within.filter(file -> file.toString().endsWith(SSTableId.SUFFIX))
                        .sorted()
                        .forEach(files::add);
            }
            if (files.size() == before) {
                throw new LoadFailedException("There is no SSTable in " + source);
            }
        }
        return files;
    }

    private static long copy(Path file, Disk disk, String directory) throws IOException {
        String name = file.getFileName().toString();
        String to = directory.isEmpty() ? name : directory + "/" + name;
        var buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try (var in = new SystemDisk(file.getParent()).open(name, OpenMode.READ);
                var out = disk.open(to, OpenMode.CREATE_NEW)) {
            long at = 0;
            while (true) {
                buffer.clear();
                int count = in.read(at, buffer);
                if (count <= 0) {
                    break;
                }
                out.write(at, buffer.flip());
                at += count;
            }
            out.sync();
            return at;
        }
    }
}
