package org.helenus.storage.disk;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// Chooses what a power loss leaves of a [MemoryDisk]. What was synced stays. Of the changes since:
///
/// - nothing, or everything, or all up to some moment; or, each file and each change of names for itself,
/// - any subset of their pieces of 512 bytes or 4 KiB: lost, torn, reordered;
/// - a length that grew without the bytes: they read as zeros, as garbage, or are there.
///
/// Where a file was rewritten in place, a piece is the old or the new one; garbage only appears beyond the synced
/// length.
final class Crash {
    private static final int MAX_GARBAGE_BYTES = 1 << 16;

    private enum Manner {
        NOTHING,
        EVERYTHING,
        PREFIX,
        PIECES,
        LENGTH_ONLY
    }

    private final SplittableRandom random;

    Crash(SplittableRandom random) {
        this.random = random;
    }

    MemoryDisk of(MemoryDisk disk, long seed) {
        var manner = manner();
        boolean mixed = random.nextInt(3) == 0;
        long moment = momentIn(disk);
        var left = new MemoryDisk(seed);
        left.directories().addAll(disk.directories());
        for (String directory : disk.deletedDirectories()) {
            if (random.nextBoolean()) {
                left.restoreDirectory(directory);
            }
        }

        var entries = new TreeMap<>(disk.syncedEntries());
        for (var change : disk.pendingChanges()) {
            if (survives(mixed ? manner() : manner, change.order(), moment)) {
                change.applyTo(entries);
            }
        }
        Map<MemoryFile, MemoryFile> images = new HashMap<>();
        entries.forEach((path, file) -> {
            var image = images.get(file);
            if (image == null) {
                image = image(file, mixed ? manner() : manner, moment);
                images.put(file, image);
            }
            left.install(path, image);
        });
        return left;
    }

    private Manner manner() {
        return Manner.values()[random.nextInt(Manner.values().length)];
    }

    private boolean survives(Manner manner, long order, long moment) {
        return switch (manner) {
            case NOTHING -> false;
            case EVERYTHING -> true;
            case PREFIX -> order < moment;
            case PIECES, LENGTH_ONLY -> random.nextBoolean();
        };
    }

    /// A moment among the unsynced changes.
    private long momentIn(MemoryDisk disk) {
        long first = Long.MAX_VALUE;
        long last = 0;
        for (var change : disk.pendingChanges()) {
            first = Math.min(first, change.order());
            last = Math.max(last, change.order());
        }
        for (var file : disk.allFiles()) {
            for (var change : file.unsynced()) {
                first = Math.min(first, change.order());
                last = Math.max(last, change.order());
            }
        }
        return first >= last ? first : random.nextLong(first, last + 1);
    }

    private MemoryFile image(MemoryFile file, Manner manner, long moment) {
        var image = MemoryFile.Image.copyOf(file.syncedImage());
        int piece = random.nextBoolean() ? 512 : 4096;
        for (var change : file.unsynced()) {
            switch (manner) {
                case NOTHING, EVERYTHING, PREFIX -> {
                    if (survives(manner, change.order(), moment)) {
                        MemoryFile.apply(change, image);
                    }
                }
                case PIECES -> pieces(change, image, piece);
                case LENGTH_ONLY -> {
                    grow(change, image);
                    pieces(change, image, piece);
                }
            }
        }
        return MemoryFile.synced(image);
    }

    /// Keeps some of a change.
    private void pieces(MemoryFile.Change change, MemoryFile.Image image, int piece) {
        switch (change) {
            case MemoryFile.Truncate truncate -> {
                if (random.nextBoolean()) {
                    image.truncate(truncate.size());
                }
            }
            case MemoryFile.Extend extend -> image.extend(random.nextInt(extend.size() / piece + 1) * piece);
            case MemoryFile.Write write -> {
                int end = write.position() + write.bytes().length;
                for (int from = write.position(); from < end; ) {
                    int to = Math.min(end, (from / piece + 1) * piece);
                    if (random.nextBoolean()) {
                        image.write(from, write.bytes(), from - write.position(), to - from);
                    }
                    from = to;
                }
            }
        }
    }

    /// Lets the file have the length that a change gives it, but not the bytes.
    private void grow(MemoryFile.Change change, MemoryFile.Image image) {
        int old = image.length();
        int end = switch (change) {
            case MemoryFile.Write write -> write.position() + write.bytes().length;
            case MemoryFile.Extend extend -> extend.size();
            case MemoryFile.Truncate truncate -> old;
        };
        if (end > old) {
            image.extend(end);
            if (random.nextBoolean()) {
                var garbage = new byte[Math.min(end - old, MAX_GARBAGE_BYTES)];
                for (int i = 0; i < garbage.length; i++) {
                    garbage[i] = (byte) random.nextInt();
                }
                image.write(old, garbage, 0, garbage.length);
            }
        }
    }
}
