package org.helenus.storage.disk;

import java.util.Arrays;
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
/// Where a file was rewritten in place, a piece is the old or the new one; garbage only appears beyond the synced length.
final class Crash {
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
        byte[] bytes = file.syncedBytes().clone();
        int length = file.syncedLength();
        int piece = random.nextBoolean() ? 512 : 4096;
        for (var change : file.unsynced()) {
            if (change.truncates()) {
                if (change.position() < length && survives(manner, change.order(), moment)) {
                    Arrays.fill(bytes, (int) change.position(), length, (byte) 0);
                    length = (int) change.position();
                }
                continue;
            }
            int start = (int) change.position();
            int end = start + change.bytes().length;
            if (manner == Manner.LENGTH_ONLY && end > length) {
                bytes = MemoryFile.grown(bytes, end);
                fill(bytes, Math.max(length, start), end);
                length = end;
            }
            boolean whole = manner == Manner.NOTHING || manner == Manner.EVERYTHING || manner == Manner.PREFIX;
            if (whole && !survives(manner, change.order(), moment)) {
                continue;
            }
            for (int from = start; from < end; ) {
                int to = Math.min(end, (from / piece + 1) * piece);
                if (whole || random.nextBoolean()) {
                    bytes = MemoryFile.grown(bytes, to);
                    System.arraycopy(change.bytes(), from - start, bytes, from, to - from);
                    length = Math.max(length, to);
                }
                from = to;
            }
        }
        return MemoryFile.synced(bytes, length);
    }

    private void fill(byte[] bytes, int from, int to) {
        boolean garbage = random.nextBoolean();
        for (int i = from; i < to; i++) {
            bytes[i] = garbage ? (byte) random.nextInt() : 0;
        }
    }
}
