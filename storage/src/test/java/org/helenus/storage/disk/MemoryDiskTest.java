package org.helenus.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import org.helenus.storage.disk.DiskOperation.Kind;
import org.helenus.storage.disk.Fault.Verdict;
import org.junit.jupiter.api.Test;

final class MemoryDiskTest extends DiskContract {
    private static final int SEEDS = 300;

    private final MemoryDisk disk = new MemoryDisk(1);

    @Override
    Disk disk() {
        return disk;
    }

    @Test
    void whatWasSyncedSurvivesEveryCrash() throws IOException {
        try (var file = disk.open("a", OpenMode.CREATE_NEW)) {
            file.write(0, bytes("synced"));
            file.sync();
            disk.syncDirectory("");
            file.write(6, bytes(" not"));
        }
        for (int seed = 0; seed < SEEDS; seed++) {
            assertThat(read(disk.crash(seed), "a")).startsWith("synced");
        }
    }

    @Test
    void whatWasNotSyncedMaySurviveOrNot() throws IOException {
        try (var file = disk.open("a", OpenMode.CREATE_NEW)) {
            disk.syncDirectory("");
            file.write(0, bytes("one"));
            file.write(3, bytes("two"));
        }
        var seen = new HashSet<String>();
        for (int seed = 0; seed < SEEDS; seed++) {
            String left = read(disk.crash(seed), "a");
            seen.add(left.length() == 6 && left.charAt(0) != 'o' && left.charAt(0) != 0 ? "garbage" : left);
        }
        assertThat(seen).contains("", "one", "onetwo", "\0\0\0two", "\0\0\0\0\0\0", "garbage");
    }

    @Test
    void aNameIsKeptApartFromTheBytes() throws IOException {
        try (var file = disk.open("a", OpenMode.CREATE_NEW)) {
            file.write(0, bytes("x"));
            file.sync();
        }
        var seen = new HashSet<Boolean>();
        for (int seed = 0; seed < SEEDS; seed++) {
            var left = disk.crash(seed);
            seen.add(left.exists("a"));
            if (left.exists("a")) {
                assertThat(read(left, "a")).isEqualTo("x");
            }
        }
        assertThat(seen).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void aRenameIsWholeInEveryCrash() throws IOException {
        write(disk, "old", "x");
        disk.open("old", OpenMode.WRITE).sync();
        disk.syncDirectory("");
        disk.rename("old", "new");
        var seen = new HashSet<Object>();
        for (int seed = 0; seed < SEEDS; seed++) {
            seen.add(disk.crash(seed).files());
        }
        assertThat(seen).isEqualTo(Set.of(java.util.List.of("old"), java.util.List.of("new")));
        disk.syncDirectory("");
        assertThat(disk.crash(1).files()).containsExactly("new");
    }

    @Test
    void aLargeWriteIsTornInPieces() throws IOException {
        try (var file = disk.open("a", OpenMode.CREATE_NEW)) {
            file.preallocate(8192);
            file.sync();
            disk.syncDirectory("");
            file.write(0, bytes("x".repeat(8192)));
        }
        var holes = new ArrayList<Integer>();
        for (int seed = 0; seed < SEEDS; seed++) {
            String left = read(disk.crash(seed), "a");
            assertThat(left).hasSize(8192).matches("[x\0]*");
            holes.add(left.replace("x", "").length());
        }
        assertThat(holes)
                .allMatch(count -> count % 512 == 0)
                .contains(0, 8192, 4096)
                .anyMatch(count -> count % 4096 != 0);
    }

    @Test
    void theSameSeedLeavesTheSame() throws IOException {
        write(disk, "a", "abc".repeat(1000));
        for (int seed = 0; seed < 50; seed++) {
            var once = disk.crash(seed);
            var again = disk.crash(seed);
            assertThat(once.files()).isEqualTo(again.files());
            for (String path : once.files()) {
                assertThat(read(once, path)).isEqualTo(read(again, path));
            }
        }
    }

    @Test
    void aFailedSyncDropsWhatItWasToKeep() throws IOException {
        try (var file = disk.open("a", OpenMode.CREATE_NEW)) {
            disk.syncDirectory("");
            file.write(0, bytes("lost"));
            disk.setFault(Fault.at(Kind.SYNC, 0, Verdict.FAIL));
            assertThatThrownBy(file::sync).isInstanceOf(IOException.class);
            file.sync(); // succeeds, without it
        }
        for (int seed = 0; seed < SEEDS; seed++) {
            assertThat(read(disk.crash(seed), "a")).isEmpty();
        }
    }

    @Test
    void aFullDiskRefusesUntilThereIsSpace() throws IOException {
        disk.setCapacity(5);
        try (var file = disk.open("a", OpenMode.CREATE_NEW)) {
            file.write(0, bytes("12345"));
            assertThatThrownBy(() -> file.write(5, bytes("6"))).isInstanceOf(DiskFullException.class);
            file.write(0, bytes("54321")); // needs no more
            disk.setCapacity(6);
            file.write(5, bytes("6"));
            assertThat(disk.freeSpace()).isZero();
        }
    }

    @Test
    void faultsHitTheCallTheyAreMeantFor() throws IOException {
        disk.setFault(Fault.at(Kind.WRITE, 1, Verdict.FAIL_HALFWAY));
        try (var file = disk.open("a", OpenMode.CREATE_NEW)) {
            file.write(0, bytes("0000"));
            assertThatThrownBy(() -> file.write(0, bytes("1111"))).isInstanceOf(IOException.class);
            assertThat(text(file, 0, 4)).isEqualTo("1100");
            disk.setFault(operation -> operation.kind() == Kind.READ ? Verdict.FLIP_BIT : Verdict.WORK);
            assertThat(text(file, 0, 4)).isNotEqualTo("1100");
            disk.setFault(operation -> Verdict.PRETEND);
            file.sync();
        }
        disk.setFault(Fault.NONE);
        disk.syncDirectory("");
        var left = new HashSet<String>();
        for (int seed = 0; seed < SEEDS; seed++) {
            left.add(read(disk.crash(seed), "a"));
        }
        assertThat(left).contains("");
    }

    @Test
    void theObserverSeesEachCallAndMayCrash() throws IOException {
        var kinds = new ArrayList<Kind>();
        disk.observe(operation -> {
            kinds.add(operation.kind());
            assertThat(disk.crash(operation.index()).files().size()).isLessThanOrEqualTo(1);
        });
        write(disk, "a", "x");
        disk.syncDirectory("");
        assertThat(kinds).containsExactly(Kind.CREATE, Kind.WRITE, Kind.SYNC_DIRECTORY);
    }
}
