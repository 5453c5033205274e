package org.helenus.tools.nodetool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import org.helenus.protocol.client.ConnectOptions;
import org.helenus.protocol.client.CqlConnection;
import org.helenus.server.HelenusServer;
import org.helenus.server.config.ConfigFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every command against a real node.
class ServedNodetoolTest {
    @TempDir
    Path directory;

    private Path data;
    private HelenusServer server;
    private CqlConnection client;

    private record Result(int exitCode, String out, String err) {}

    @BeforeEach
    void start() throws Exception {
        data = directory.resolve("node");
        server = serve(data);
        client = CqlConnection.connect(ConnectOptions.to(server.address().getHostString(), server.port()));
        client.query("CREATE KEYSPACE shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        client.query("CREATE TABLE shop.orders (customer text, placed int, total int, PRIMARY KEY (customer, placed))"
                + " WITH gc_grace_seconds = 0");
        insert("orders", 0, 10);
    }

    private static HelenusServer serve(Path data) throws Exception {
        return HelenusServer.builder()
                .settings(ConfigFile.parse("admin_port: 0\n", "test"))
                .port(0)
                .dataDirectory(data)
                .start();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    private void insert(String table, int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            client.query("INSERT INTO shop." + table + " (customer, placed, total) VALUES ('c" + i % 3 + "', " + i
                    + ", " + i + ")");
        }
    }

    private static Result run(Map<String, String> environment, String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        Nodetool.Reach reach = hints -> new RemoteNode(NodeAddress.find(hints));
        int exitCode = Nodetool.run(words, environment, Clock.systemUTC(), reach, out, err);
        return new Result(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private Result nodetool(String words) {
        var all = new ArrayList<>(List.of("--data", data.toString()));
        all.addAll(List.of(words.split(" ")));
        return run(Map.of(), all.toArray(String[]::new));
    }

    /// What it prints when all is well.
    private String answer(String words) {
        var result = nodetool(words);
        assertThat(result.err()).as(words).isEmpty();
        assertThat(result.exitCode()).as(words).isZero();
        return result.out();
    }

    private JsonValue json(String words) {
        return JsonReader.read(answer("-F json " + words));
    }

    private void refused(int exitCode, String words, String... saying) {
        var result = nodetool(words);
        assertThat(result.err()).as(words).contains(saying);
        assertThat(result.exitCode()).as(words).isEqualTo(exitCode);
    }

    private JsonValue tablestats() {
        return json("tablestats shop.orders").get("shop").get("tables").get("orders");
    }

    // ---- the node

    @Test
    void aNodeTellsOfItself() {
        assertThat(answer("status")).contains("Datacenter: datacenter1\n", "UN  127.0.0.1  ");
        assertThat(answer("status shop")).contains("UN  127.0.0.1  ");
        assertThat(answer("version")).matches("ReleaseVersion: 5\\.0\\.[0-9]+\n");
        assertThat(answer("info")).contains("Native Transport active: true\n");
        assertThat(answer("tpstats")).containsPattern("(?m)^MutationStage +0 +0 +1[0-9] ");
        assertThat(answer("tpstats")).contains("ReadStage ", "CompactionExecutor ");
        assertThat(json("info").number("clients")).isEqualTo(1);
        assertThat(answer("metrics compaction.tasks back_pressure.reason"))
                .isEqualTo("back_pressure.reason: \ncompaction.tasks.completed: 0\ncompaction.tasks.failed: 0\n"
                        + "compaction.tasks.pending: 0\ncompaction.tasks.running: 0\ncompaction.tasks.stopped: 0\n");
        assertThat(json("metrics").number("storage.cache.capacity_bytes")).isPositive();
    }

    @Test
    void drainLetsClientsGoAndLosesNothing() throws Exception {
        assertThat(answer("drain")).isEmpty();
        assertThat(answer("info")).contains("Native Transport active: false\n");
        assertThat(tablestats().number("sstable_count")).isEqualTo(1);
        server.close();
        server = serve(data);
        assertThat(tablestats().number("rows")).isEqualTo(10);
    }

    // ---- tables and files

    @Test
    void flushPutsTablesIntoFiles() {
        assertThat(tablestats().number("sstable_count")).isZero();
        answer("flush shop orders");
        assertThat(tablestats().number("sstable_count")).isEqualTo(1);
        assertThat(tablestats().number("rows")).isEqualTo(10);
        answer("flush");
        answer("flush system_schema");
        refused(1, "flush nope", "Keyspace [nope] does not exist.");
        refused(1, "flush shop nope", "Unknown keyspace/cf pair (shop.nope)");
        refused(1, "tablestats shop.nope", "Unknown keyspace/cf pair (shop.nope)");
    }

    @Test
    void readsAndWritesAreCountedAndTimed() throws IOException {
        insert("orders", 10, 100);
        for (int i = 0; i < 50; i++) {
            client.query("SELECT * FROM shop.orders WHERE customer = 'c1'");
        }
        client.query("SELECT * FROM shop.orders");
        assertThat(tablestats().number("memtable_cell_count")).isEqualTo(100);
        assertThat(tablestats().number("compacted_partition_maximum_bytes")).isZero();
        answer("flush");
        var stats = tablestats();
        assertThat(stats.number("memtable_cell_count")).isZero();
        assertThat(stats.number("pending_flushes")).isZero();
        assertThat(stats.number("local_write_count")).isEqualTo(100);
        assertThat(stats.number("local_read_count")).isEqualTo(50);
        assertThat(stats.number("local_scan_count")).isEqualTo(1);
        long mean = stats.number("compacted_partition_mean_bytes");
        assertThat(mean)
                .isBetween(
                        stats.number("compacted_partition_minimum_bytes"),
                        stats.number("compacted_partition_maximum_bytes"));
        assertThat(mean).isGreaterThan(33 * 4);
        assertThat(stats.number("maximum_live_cells_per_slice_last_five_minutes"))
                .isEqualTo(100);
        assertThat(stats.number("maximum_tombstones_per_slice_last_five_minutes"))
                .isZero();
        assertThat(answer("tablestats shop.orders")).containsPattern("\tLocal read latency: [0-9]+\\.[0-9]{3} ms\n");
        var histograms = json("tablehistograms shop orders").list("tables").getFirst();
        assertThat(histograms.get("read_micros").decimal("p99")).isPositive();
        var sstables = histograms.get("sstables_per_read");
        assertThat(sstables.decimal("min")).isBetween(0.0, sstables.decimal("p50"));
        assertThat(sstables.decimal("max")).isBetween(sstables.decimal("p50"), 9.0);
        assertThat(histograms.get("write_micros").decimal("p50")).isPositive();
        assertThat(histograms.get("partition_cells").decimal("max")).isEqualTo(35); // 33 or 34, in Cassandra's buckets
        assertThat(answer("tablehistograms shop.orders")).startsWith("shop/orders histograms\nPercentile ");
        refused(1, "tablehistograms shop nope", "Unknown keyspace/cf pair (shop.nope)");
    }

    @Test
    void filesOfAKeyAreNamed() {
        answer("flush");
        var files = answer("getsstables shop orders c1").lines().toList();
        assertThat(files)
                .singleElement()
                .satisfies(file -> assertThat(Path.of(file)).exists());
        assertThat(answer("getsstables -hf shop orders 6331").lines()).isEqualTo(files);
        assertThat(answer("getsstables shop orders nobody")).isEmpty();
        refused(1, "getsstables -hf shop orders xyz", "'xyz' is no partition key in hexadecimal digits");
    }

    @Test
    void levelsAreToldOfLeveledTables() throws IOException {
        answer("flush");
        assertThat(answer("tablestats shop.orders")).doesNotContain("in each level");
        assertThat(answer("getsstables -l shop orders c1")).startsWith("/");
        client.query("ALTER TABLE shop.orders WITH compaction = {'class': 'LeveledCompactionStrategy'}");
        assertThat(answer("getsstables -l shop orders c1")).matches("[0-9]: /.*\n");
        answer("compact shop orders");
        assertThat(answer("tablestats shop.orders"))
                .contains("SSTables in each level: [0, 1, 0, 0, 0, 0, 0, 0, 0]\n")
                .containsPattern("SSTable bytes in each level: \\[0, [1-9][0-9]*, 0, 0, 0, 0, 0, 0, 0]\n");
        assertThat(answer("getsstables -l shop orders c1")).startsWith("1: /");
    }

    @Test
    void damageIsFoundAndScrubbed() throws IOException {
        answer("flush");
        assertThat(answer("verify -f shop orders")).isEmpty();
        assertThat(json("verify shop").list("sstables")).hasSize(1);
        var file = Path.of(answer("getsstables shop orders c1").strip());
        var bytes = Files.readAllBytes(file);
        bytes[100] ^= 1;
        Files.write(file, bytes);
        refused(2, "verify shop", file.getFileName().toString());
        assertThat(answer("scrub shop orders")).contains("0 rows kept, 10 lost", "damaged");
        assertThat(answer("verify shop")).isEmpty();
    }

    @Test
    void whoHoldsDeletionsIsTold() throws IOException {
        answer("disableautocompaction shop");
        answer("flush");
        var older = answer("getsstables shop orders c1").strip();
        client.query("DELETE FROM shop.orders WHERE customer = 'c1'");
        client.query("DELETE FROM shop.orders WHERE customer = 'c0' AND placed = 3");
        client.query("DELETE total FROM shop.orders WHERE customer = 'c0' AND placed = 6");
        client.query("ALTER TABLE shop.orders WITH gc_grace_seconds = 1000");
        answer("flush");
        client.query("INSERT INTO shop.orders (customer, placed, total) VALUES ('c2', 1, 1) USING TIMESTAMP 5");
        var newer = answer("getsstables shop orders c1")
                .lines()
                .filter(file -> !file.equals(older))
                .findFirst()
                .orElseThrow();
        assertThat(answer("sstable-why " + newer))
                .contains(
                        "SSTable: " + newer,
                        "Deletions: 3",
                        "Free to go: 0",
                        "Held by gc_grace_seconds: 3, the last until ",
                        "Held by memtable: 3, which may hide its writes from 5 (1970-01-01T00:00:00.000005Z) on",
                        "Held by " + older + ": 3, which",
                        "partitions c");
        assertThat(answer("sstable-why --all shop orders")).contains("SSTable: " + newer, "SSTable: " + older);
        refused(1, "sstable-why " + newer + ".sst", "the name doesn't look like");
        refused(1, "sstable-why --all nope", "Keyspace [nope] does not exist.");
    }

    // ---- compaction

    @Test
    void filesAreMergedWhenSomebodyAsks() throws IOException {
        answer("disableautocompaction shop");
        assertThat(answer("statusautocompaction shop orders")).isEqualTo("not running\n");
        for (int round = 1; round <= 3; round++) {
            insert("orders", 10 * round, 10 * round + 10);
            answer("flush shop");
        }
        assertThat(tablestats().number("sstable_count")).isEqualTo(3);
        var all = answer("getsstables shop orders c1").lines().toList();
        assertThat(all).hasSize(3);
        answer("compact --user-defined " + all.get(0) + " "
                + Path.of(all.get(1)).getFileName());
        assertThat(tablestats().number("sstable_count")).isEqualTo(2);
        answer("compact -st -9223372036854775808 -et 9223372036854775807 shop orders");
        assertThat(tablestats().number("sstable_count")).isEqualTo(1);
        answer("compact -s shop");
        answer("compact --partition c1 shop orders");
        answer("garbagecollect -g CELL shop orders");
        assertThat(tablestats().number("rows")).isEqualTo(40);
        assertThat(json("compactionhistory").list("CompactionHistory")).hasSize(5);
        assertThat(answer("compactionhistory")).contains("compaction_type:Major compaction");
        assertThat(json("compactionstats").number("completed")).isEqualTo(5);
        answer("enableautocompaction shop orders");
        assertThat(answer("statusautocompaction")).isEqualTo("running\n");
        refused(1, "compact --user-defined " + all.get(0), "is not an active sstable");
        refused(1, "compact --user-defined nb-1-big-Data.db", "Invalid sstable file nb-1-big-Data.db");
        refused(1, "compact -st 5 -et 4 shop", "the first token, 5, is greater than the last, 4");
        refused(1, "compact --partition a:b shop nope", "Unknown keyspace/cf pair (shop.nope)");
        refused(1, "garbagecollect nope", "Keyspace [nope] does not exist.");
    }

    @Test
    void howMuchIsMergedIsSaidWhileItRuns() {
        assertThat(answer("getcompactionthroughput")).isEqualTo("Current compaction throughput: 64 MB/s\n");
        answer("setcompactionthroughput 10");
        assertThat(answer("getcompactionthroughput -d")).isEqualTo("Current compaction throughput: 10.0 MiB/s\n");
        answer("setcompactionthroughput 0");
        assertThat(answer("compactionstats")).contains("throttling disabled (0)");
        answer("setconcurrentcompactors 3");
        assertThat(answer("getconcurrentcompactors")).endsWith("is: \n3\n");
        refused(1, "setconcurrentcompactors 0", "should be great than 0");
        refused(1, "setconcurrentcompactors 100000", "'count' is between 1 and 64, not 100000");
        answer("stop COMPACTION");
        answer("stop VALIDATION");
        refused(1, "stop NOPE", "can not convert \"NOPE\" to a OperationType");
        refused(1, "stop -id nope", "'nope' is not the id of a compaction");
    }

    @Test
    void aMergeUnderWayIsShownAndStopped() throws Exception {
        client.query("CREATE TABLE shop.blobs (k int PRIMARY KEY, v blob) WITH compaction = {'class':"
                + " 'SizeTieredCompactionStrategy', 'enabled': 'false'}");
        var random = new SplittableRandom(1);
        for (int k = 0; k < 64; k++) {
            var value = new byte[100_000]; // does not compress
            random.nextBytes(value);
            client.query("INSERT INTO shop.blobs (k, v) VALUES (" + k + ", 0x"
                    + HexFormat.of().formatHex(value) + ")");
            if (k % 32 == 31) {
                answer("flush shop blobs");
            }
        }
        answer("setcompactionthroughput 1"); // six seconds
        try (var threads = Executors.newSingleThreadExecutor()) {
            var asked = threads.submit(() -> nodetool("compact shop blobs"));
            var running = json("compactionstats").list("running");
            while (running.isEmpty() && !asked.isDone()) {
                running = json("compactionstats").list("running");
            }
            assertThat(running).hasSize(1);
            assertThat(running.getFirst().text("table")).isEqualTo("blobs");
            assertThat(running.getFirst().text("type")).isEqualTo("Major compaction");
            assertThat(answer("compactionstats")).contains("active compaction remaining time", " Major compaction ");
            answer("pausecompaction");
            assertThat(answer("compactionstats")).contains("compactions paused ");
            long done = json("compactionstats").list("running").getFirst().number("bytes_done");
            answer("setcompactionthroughput 0");
            assertThat(json("compactionstats").list("running").getFirst().number("bytes_done"))
                    .isLessThan(done + 2_000_000);
            answer("setcompactionthroughput 1");
            answer("resumecompaction");
            assertThat(json("stop -id " + running.getFirst().text("id")).number("stopped"))
                    .isEqualTo(1);
            var stopped = asked.get();
            assertThat(stopped.exitCode()).isEqualTo(2);
            assertThat(stopped.err()).startsWith("error: ");
        }
        assertThat(json("compactionstats").list("running")).isEmpty();
        assertThat(json("compactionstats").number("stopped")).isEqualTo(1);
        assertThat(json("tablestats shop.blobs")
                        .get("shop")
                        .get("tables")
                        .get("blobs")
                        .number("sstable_count"))
                .isEqualTo(2);
    }

    // ---- snapshots

    @Test
    void snapshotsAreTakenAndToldAndCleared() throws IOException {
        assertThat(answer("listsnapshots")).contains("There are no snapshots");
        assertThat(answer("snapshot -t one shop")).endsWith("Snapshot directory: one\n");
        answer("snapshot -t two -kt shop.orders");
        assertThat(answer("listsnapshots")).contains("one ", "two ", "orders ");
        refused(2, "snapshot -t one shop", "already exists");
        refused(2, "snapshot -t a/b shop", "cannot be a directory's name");
        refused(1, "snapshot -t three nope", "Keyspace [nope] does not exist.");
        refused(1, "snapshot --ttl 59s -t three shop", "ttl for snapshot must be at least 60 seconds");
        refused(2, "snapshot --ttl 1h -t one shop", "already exists");
        answer("snapshot --ttl 1h -t hour shop");
        var hour = json("listsnapshots").list("snapshots").stream()
                .filter(snapshot -> snapshot.text("tag").equals("hour"))
                .findFirst()
                .orElseThrow();
        assertThat(hour.number("expires_millis") - hour.number("created_millis"))
                .isEqualTo(3_600_000);
        assertThat(json("listsnapshots -nt").pretty()).contains("\"one\"").doesNotContain("\"hour\"");
        answer("clearsnapshot -t hour");
        answer("clearsnapshot --older-than 1d");
        assertThat(json("listsnapshots").list("snapshots")).hasSize(2);
        answer("clearsnapshot -t one shop");
        assertThat(json("listsnapshots").list("snapshots")).hasSize(1);
        client.query("TRUNCATE shop.orders");
        assertThat(answer("import --snapshot two shop orders")).isEmpty();
        assertThat(tablestats().number("rows")).isEqualTo(10);
        refused(2, "import --snapshot nope shop orders", "There is no snapshot named 'nope'");
        answer("clearsnapshot --all");
        assertThat(json("listsnapshots").list("snapshots")).isEmpty();
    }

    @Test
    void filesOfElsewhereComeIn() throws Exception {
        answer("flush");
        var from = Path.of(answer("getsstables shop orders c1").strip()).getParent();
        client.query("CREATE TABLE shop.copy (customer text, placed int, total int, PRIMARY KEY (customer, placed))");
        answer("import shop copy " + from);
        assertThat(json("tablestats shop.copy")
                        .get("shop")
                        .get("tables")
                        .get("copy")
                        .number("rows"))
                .isEqualTo(10);
        var outside = Files.createDirectory(directory.resolve("outside"));
        try (var files = Files.list(from)) {
            for (var file : files.toList()) {
                Files.copy(file, outside.resolve(file.getFileName()));
            }
        }
        client.query("TRUNCATE shop.copy");
        answer("import shop copy " + outside);
        assertThat(json("tablestats shop.copy")
                        .get("shop")
                        .get("tables")
                        .get("copy")
                        .number("rows"))
                .isEqualTo(10);
        refused(1, "import shop copy " + directory.resolve("nope"), "does not exist");
        refused(2, "import shop copy " + Files.createDirectory(directory.resolve("empty")), "There is no SSTable in");
    }

    // ---- the way to the node

    @Test
    void aNodeIsFoundByItsAddressToo() throws IOException {
        var address = Files.readString(data.resolve("admin-endpoint")).strip().split(" ", -1);
        var token = Files.writeString(directory.resolve("token"), address[2] + "\n");
        var port = address[1];
        assertThat(run(Map.of(), "-h", address[0], "-p", port, "--token-file", token.toString(), "version")
                        .exitCode())
                .isZero();
        assertThat(run(Map.of("HELENUS_ADMIN_TOKEN", address[2]), "-p", port, "version")
                        .exitCode())
                .isZero();
        assertThat(run(Map.of(), "version", "-p", port, "--data", data.toString())
                        .exitCode())
                .isZero();
        var wrong = run(Map.of("HELENUS_ADMIN_TOKEN", "0".repeat(64)), "-p", port, "drain");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("does not know the token");
        var none = run(Map.of(), "-p", port, "--data", directory.toString(), "status");
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err()).contains("HELENUS_ADMIN_TOKEN");
    }

    @Test
    void anAddressThatIsNoneIsExplained() throws IOException {
        var nowhere = run(Map.of(), "--data", directory.toString(), "status");
        assertThat(nowhere.exitCode()).isEqualTo(2);
        assertThat(nowhere.err()).contains("No node runs on " + directory);
        Files.writeString(directory.resolve("admin-endpoint"), "127.0.0.1 seven token\n");
        assertThat(run(Map.of(), "--data", directory.toString(), "status").err())
                .contains("'seven' is no port");
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Files.writeString(directory.resolve("admin-endpoint"), "127.0.0.1 " + free + " token\n");
        var killed = run(Map.of(), "--data", directory.toString(), "status");
        assertThat(killed.exitCode()).isEqualTo(2);
        assertThat(killed.err()).contains("Failed to connect to '127.0.0.1:" + free + "'", "if it was killed");
        var elsewhere = run(Map.of(), "-p", Integer.toString(free), "--data", data.toString(), "status");
        assertThat(elsewhere.exitCode()).isEqualTo(2);
        assertThat(elsewhere.err())
                .contains("Failed to connect to '127.0.0.1:" + free + "'")
                .doesNotContain("if it was killed");
        var cql = run(Map.of("HELENUS_ADMIN_TOKEN", "token"), "-p", Integer.toString(server.port()), "status");
        assertThat(cql.exitCode()).isEqualTo(2);
        assertThat(cql.err()).contains("is no admin endpoint");
    }

    @Test
    void theAddressGoesWithTheNode() throws IOException {
        assertThat(data.resolve("admin-endpoint")).exists();
        server.close();
        assertThat(data.resolve("admin-endpoint")).doesNotExist();
        refused(2, "status", "No node runs on " + data);
    }
}
