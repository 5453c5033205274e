package org.helenus.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What files mean and what is wrong with them: `config-file.txt` holds files, each followed by `----` and what
/// differs from the defaults, or the error. `-Drewrite=true` writes the answers anew.
class ConfigFileTest {
    private static final String CASES = "config-file.txt";

    @Test
    void filesMeanWhatTheyDid() throws IOException {
        var cases = resource(CASES);
        var answered = Arrays.stream(cases.split("(?m)^====\n", -1))
                .map(ConfigFileTest::answer)
                .collect(Collectors.joining("====\n"));
        if (Boolean.parseBoolean(System.getProperty("rewrite", ""))) {
            Files.writeString(Path.of("src/test/resources/org/helenus/server/config", CASES), answered);
        }
        assertThat(answered).isEqualTo(cases);
    }

    private static String answer(String one) {
        var text = one.substring(0, one.indexOf("----\n"));
        return text + "----\n" + meaning(text);
    }

    private static String meaning(String text) {
        try {
            var settings = ConfigFile.parse(text, "test.yaml");
            var out = new StringBuilder();
            for (var setting : KnownSettings.ALL) {
                if (!settings.get(setting).equals(setting.defaultValue())) {
                    out.append(setting.name())
                            .append(" = ")
                            .append(settings.get(setting))
                            .append('\n');
                }
            }
            settings.warnings()
                    .forEach(warning -> out.append("warning: ").append(warning).append('\n'));
            return out.toString();
        } catch (ConfigException e) {
            return "error: " + e.getMessage() + "\n";
        }
    }

    /// The file that is handed out says of every setting what holds by default, and nothing else.
    @Test
    void theSampleShowsAllDefaults() throws Exception {
        var sample = Files.readString(Path.of("../conf/helenus.yaml"));
        assertThat(ConfigFile.parse(sample, "helenus.yaml").warnings()).isEmpty();
        var uncommented = sample.replaceAll("(?m)^# ([a-z_]+:( .*)?)$", "$1").replaceAll("(?m)^#( +- data)$", "$1");
        var settings = ConfigFile.parse(uncommented, "helenus.yaml");
        for (var setting : KnownSettings.ALL) {
            assertThat(settings.get(setting)).as(setting.name()).isEqualTo(setting.defaultValue());
            assertThat(sample).contains(setting.name());
        }
    }

    /// Each text means what it came from, and those of older spellings too.
    @Test
    void settingsAreToldAsTheyAreWritten() throws Exception {
        var text = "commitlog_sync_period: 1500ms\nfile_cache_size: 1536MiB\ncompaction_throughput: 16MiB/s\n"
                + "batch_size_warn_threshold: 6KiB\nmaximum_timestamp_fail_threshold: 2h\ncommitlog_sync: batch\n"
                + "write_consistency_levels_warned: [all, any]\ncollection_size_warn_threshold: 64KiB\n";
        var settings = ConfigFile.parse(text, "test.yaml");
        assertThat(settings.texts())
                .containsEntry("commitlog_sync_period", "1500ms")
                .containsEntry("commitlog_sync_period_in_ms", "1500")
                .containsEntry("file_cache_size", "1536MiB")
                .containsEntry("compaction_throughput", "16MiB/s")
                .containsEntry("compaction_throughput_mb_per_sec", "16")
                .containsEntry("batch_size_warn_threshold", "6KiB")
                .containsEntry("batch_size_warn_threshold_in_kb", "6")
                .containsEntry("maximum_timestamp_fail_threshold", "2h")
                .containsEntry("maximum_timestamp_warn_threshold", "")
                .containsEntry("commitlog_sync", "batch")
                .containsEntry("write_consistency_levels_warned", "[ANY, ALL]")
                .containsEntry("native_transport_idle_timeout", "0ms")
                .containsEntry("keyspaces_warn_threshold", "-1");
        var again = new StringBuilder();
        for (var setting : KnownSettings.ALL) {
            var value = settings.texts().get(setting.name());
            if (!value.isEmpty()) {
                again.append(setting.name()).append(": ").append(value).append('\n');
            }
        }
        var same = ConfigFile.parse(again.toString(), "again.yaml");
        for (var setting : KnownSettings.ALL) {
            assertThat(same.get(setting)).as(setting.name()).isEqualTo(settings.get(setting));
        }
    }

    @Test
    void aMissingFileIsSaidSo() {
        assertThatThrownBy(() -> ConfigFile.read(Path.of("no/such.yaml")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("There is no configuration file no/such.yaml");
    }

    private static String resource(String name) throws IOException {
        try (var in = ConfigFileTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
