package org.helenus.tools.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.helenus.storage.disk.MemoryDisk;
import org.junit.jupiter.api.Test;

/// Loads against a naive model: any order, lines of one row, little memory, a crash anywhere, writers beside.
final class CsvLoadTest {
    private static final Map<String, String> LEVELED =
            Map.of("class", "LeveledCompactionStrategy", "sstable_size_in_mb", "1", "fanout_size", "4");
    private static final Map<String, String> TIERED = Map.of("class", "SizeTieredCompactionStrategy");
    private static final Map<String, String> UNIFIED =
            Map.of("class", "UnifiedCompactionStrategy", "min_sstable_size", "0B", "target_sstable_size", "1MiB");

    private final long seed = seed();
    private final SplittableRandom random = new SplittableRandom(seed);

    private static long seed() {
        String given = System.getProperty("seed", "");
        return given.isEmpty() ? System.nanoTime() : Long.parseLong(given);
    }

    /// Random rows, many of them twice; what is left of them, the last line of each, goes to the model.
    private String csv(int lines, int partitions, int rows, TreeMap<String, String> model) {
        var csv = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            int p = random.nextInt(partitions);
            int c = random.nextInt(rows);
            String v = Long.toString(random.nextLong(), 36);
            csv.append(p).append(',').append(c).append(',').append(v).append('\n');
            model.put(p + "/" + c, v);
        }
        return csv.toString();
    }

    @Test
    void rowsInAnyOrderTheLastOfEachWins() throws IOException {
        for (var strategy : List.of(LEVELED, TIERED, UNIFIED)) {
            for (long memory : new long[] {64 << 20, 1_200_000}) {
                var model = new TreeMap<String, String>();
                try (var loaded = Loaded.create(new MemoryDisk(seed), strategy)) {
                    long runs = 0;
                    for (int load = 0; load < 3; load++) {
                        // few wide partitions, then many small ones
                        String csv = csv(20_000, load == 0 ? 3 : 5_000, load == 0 ? 5_000 : 3, model);
                        runs += loaded.load(csv, memory, seed + load);
                    }
                    assertThat(runs > 0).as("seed %s", seed).isEqualTo(memory < 64 << 20);
                    assertThat(Loaded.difference(loaded.rows(), model))
                            .as("seed %s", seed)
                            .isEmpty();
                }
            }
        }
    }

    /// So many runs that they are merged in two ranks.
    @Test
    void farMoreThanMemory() throws IOException {
        var model = new TreeMap<String, String>();
        try (var loaded = Loaded.create(new MemoryDisk(seed), LEVELED)) {
            loaded.load(csv(60_000, 100_000, 10, model), 1 << 16, seed);
            assertThat(Loaded.difference(loaded.rows(), model))
                    .as("seed %s", seed)
                    .isEmpty();
        }
    }

    @Test
    void nothingIsLeftBehind() throws IOException {
        var disk = new MemoryDisk(seed);
        try (var loaded = Loaded.create(disk, LEVELED)) {
            loaded.load(csv(20_000, 5_000, 3, new TreeMap<>()), 1 << 20, seed);
            assertThat(disk.files()).noneMatch(file -> file.startsWith("loading/"));
        }
    }

    /// The second load overlaps the first in its level, so it comes to the level above, and the third to none.
    @Test
    void filesComeToTheLevelWhereTheyFit() throws IOException {
        try (var loaded = Loaded.create(new MemoryDisk(seed), LEVELED)) {
            loaded.load(large(), 64 << 20, seed);
            assertThat(loaded.levels()).hasSizeGreaterThan(4).containsOnly(2);
            int first = loaded.levels().size();
            loaded.load("1,1,one\n900000,1,two\n", 64 << 20, seed + 1);
            assertThat(loaded.levels()).hasSize(first + 1).startsWith(1).endsWith(2);
            loaded.load("1,1,three\n900000,1,four\n", 64 << 20, seed + 2);
            assertThat(loaded.levels()).hasSize(first + 2).startsWith(0, 1).endsWith(2);
            assertThat(loaded.rows()).containsEntry("1/1", "three").containsEntry("900000/1", "four");
        }
    }

    /// More than the four files that L1 should hold.
    private String large() {
        var csv = new StringBuilder();
        for (int i = 0; i < 6_000; i++) {
            csv.append(random.nextInt(1_000_000)).append(",0,");
            for (int word = 0; word < 80; word++) {
                csv.append(Long.toString(random.nextLong(), 36));
            }
            csv.append('\n');
        }
        return csv.toString();
    }

    /// Power is lost at each step of a load: the table has all of it afterwards, or nothing, and the next load
    /// works and
    /// clears away what is left of this one.
    @Test
    void aCrashAnywhere() throws IOException {
        var before = new TreeMap<String, String>();
        String first = csv(200, 20, 10, before);
        var after = new TreeMap<>(before);
        String second = csv(3_000, 20, 400, after);
        var disk = new MemoryDisk(seed);
        var images = new ArrayList<MemoryDisk>();
        try (var loaded = Loaded.create(disk, LEVELED)) {
            loaded.load(first, 64 << 20, seed);
            disk.observe(operation -> {
                if (operation.kind().changesDisk()) {
                    images.add(disk.crash(operation.index()));
                    images.add(disk.crash(-operation.index()));
                }
            });
            loaded.load(second, 60_000, seed + 1);
            disk.observe(_ -> {});
            assertThat(Loaded.difference(loaded.rows(), after))
                    .as("seed %s", seed)
                    .isEmpty();
        }
        assertThat(images.size()).isGreaterThan(50);
        int untouched = 0;
        for (MemoryDisk image : images) {
            try (var loaded = Loaded.open(image, 1)) {
                var rows = loaded.rows();
                assertThat(rows.equals(before) || rows.equals(after))
                        .as("seed %s", seed)
                        .isTrue();
                untouched += rows.equals(before) ? 1 : 0;
                loaded.load("7,7,seven\n", 64 << 20, seed + 2);
                rows.put("7/7", "seven");
                assertThat(Loaded.difference(loaded.rows(), rows))
                        .as("seed %s", seed)
                        .isEmpty();
                assertThat(image.files()).noneMatch(file -> file.startsWith("loading/"));
            }
        }
        assertThat(untouched).isBetween(1, images.size() - 1);
    }

    /// A writer goes on while files are built and brought in: what it writes is newer, and stays.
    @Test
    void underLiveWrites() throws Exception {
        var model = new TreeMap<String, String>();
        try (var loaded = Loaded.create(new MemoryDisk(seed), LEVELED)) {
            var stop = new AtomicBoolean();
            var written = new TreeMap<String, String>();
            var failure = new AtomicReference<Exception>();
            var writes = new SplittableRandom(seed + 1);
            var writer = new Thread(() -> {
                try {
                    for (int i = 0; !stop.get(); i++) {
                        int p = writes.nextInt(200);
                        loaded.insert(p, 1, "live" + i, Loaded.EPOCH_MICROS + 1_000_000_000 + i);
                        written.put(p + "/1", "live" + i);
                        if (i % 500 == 499) {
                            loaded.engine.flush(Loaded.ID);
                        }
                    }
                } catch (IOException | RuntimeException e) {
                    failure.set(e);
                }
            });
            writer.start();
            try {
                for (int load = 0; load < 4; load++) {
                    loaded.load(csv(5_000, 400, 3, model), 1 << 18, seed + load);
                }
            } finally {
                stop.set(true);
                writer.join();
            }
            assertThat(failure.get()).isNull();
            model.putAll(written);
            assertThat(Loaded.difference(loaded.rows(), model))
                    .as("seed %s", seed)
                    .isEmpty();
        }
    }
}
