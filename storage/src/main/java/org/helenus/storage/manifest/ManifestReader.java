package org.helenus.storage.manifest;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.helenus.storage.disk.Disk;
import org.helenus.storage.disk.OpenMode;
import org.helenus.storage.encoding.MalformedBytesException;

/// Reads a manifest file to the state it tells.
final class ManifestReader {
    private ManifestReader() {}

    /// @throws CorruptManifestException a record that was synced is not whole
    static ManifestState read(Disk disk, String path, long sequence) throws IOException {
        ByteBuffer bytes;
        try (var file = disk.open(path, OpenMode.READ)) {
            if (file.size() > ManifestFormat.MAX_FILE_BYTES) {
                throw new CorruptManifestException(path, 0, "no manifest has " + file.size() + " bytes");
            }
            bytes = ByteBuffer.allocate((int) file.size());
            file.readFully(0, bytes);
        }
        bytes.flip();
        var header = ManifestFormat.readHeader(path, bytes.duplicate());
        if (header.sequence() != sequence) {
            throw new CorruptManifestException(path, 32, "it belongs under another name");
        }
        if (bytes.limit() < header.size()) {
            throw new CorruptManifestException(path, bytes.limit(), "the file is shorter than it was made");
        }
        var state = ManifestState.EMPTY;
        int at = ManifestFormat.HEADER_BYTES;
        int snapshotEnd = at + header.snapshotLength();
        while (true) {
            int length = ManifestFormat.bodyLength(header.id(), bytes, at);
            if (length < 0 || !ManifestFormat.bodyIsWhole(header.id(), bytes, at, length)) {
                break;
            }
            try {
                state = state.apply(EditCodec.read(bytes.array(), at + ManifestFormat.RECORD_HEADER_BYTES, length));
            } catch (MalformedBytesException e) {
                throw new CorruptManifestException(path, at, e.getMessage(), e);
            }
            at += ManifestFormat.RECORD_HEADER_BYTES + length;
        }
        if (at < snapshotEnd) {
            throw new CorruptManifestException(path, at, "the snapshot is not whole");
        }
        for (int behind = at + 1; behind < bytes.limit(); behind++) {
            if (ManifestFormat.bodyLength(header.id(), bytes, behind) >= 0
                    || ManifestFormat.isMark(header.id(), bytes, behind)) {
                throw new CorruptManifestException(path, at, "a record that was synced is not whole");
            }
        }
        return state;
    }
}
