package org.helenus.server.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Binds a YAML file to [Settings]. A name of Cassandra's that does nothing here gets a warning, an unknown one stops
/// the reading with the nearest right one; every message names file and line.
public final class ConfigFile {
    private static final String CLIENT_ENCRYPTION = "client_encryption_options";

    private final String fileName;
    private final Set<String> seen = new HashSet<>();
    private Settings settings = Settings.DEFAULTS;

    private ConfigFile(String fileName) {
        this.fileName = fileName;
    }

    /// @throws ConfigException the file cannot be read, or says what cannot be done
    public static Settings read(Path file) throws ConfigException {
        try {
            return parse(Files.readString(file), file.toString());
        } catch (NoSuchFileException e) {
            throw new ConfigException("There is no configuration file " + file);
        } catch (IOException e) {
            throw new ConfigException("The configuration file " + file + " cannot be read: " + e.getMessage());
        }
    }

    /// @param fileName what messages call the text
    public static Settings parse(String text, String fileName) throws ConfigException {
        return new ConfigFile(fileName).bind(text);
    }

    private Settings bind(String text) throws ConfigException {
        Optional<Node> root;
        try {
            root = new Compose(LoadSettings.builder().build()).composeString(text);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw new ConfigException(fileName + ":" + line + ": " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new ConfigException(fileName + ": " + e.getMessage());
        }
        if (root.isEmpty() || isNothing(root.get())) {
            return settings;
        }
        if (!(root.get() instanceof MappingNode mapping)) {
            throw new ConfigException(at(root.get()) + "expected lines of 'name: value'");
        }
        for (var entry : mapping.getValue()) {
            bind(entry);
        }
        return settings;
    }

    private void bind(NodeTuple entry) throws ConfigException {
        if (!(entry.getKeyNode() instanceof ScalarNode key)) {
            throw new ConfigException(at(entry.getKeyNode()) + "expected the name of a setting");
        }
        var name = key.getValue();
        if (!seen.add(name)) {
            throw new ConfigException(at(key) + name + " is set twice");
        }
        for (var setting : KnownSettings.ALL) {
            if (setting.name().equals(name)) {
                set(setting, key, entry.getValueNode(), "");
                return;
            }
            for (var former : setting.formerNames()) {
                if (former.name().equals(name)) {
                    set(setting, key, entry.getValueNode(), former.unit());
                    return;
                }
            }
        }
        bindOther(key, entry.getValueNode());
    }

    private void bindOther(ScalarNode key, Node value) throws ConfigException {
        var name = key.getValue();
        if (name.equals(CLIENT_ENCRYPTION)) {
            refuseEncryption(value);
        } else if (!cassandraNames().contains(name)) {
            var names = new TreeSet<String>();
            for (var setting : KnownSettings.ALL) {
                names.add(setting.name());
            }
            throw new ConfigException(
                    at(key) + "unknown setting " + name + "; did you mean " + NearestName.of(name, names) + "?");
        }
        settings = settings.withWarning(at(key) + name + " is a setting of Cassandra that does nothing here");
    }

    private <T> void set(Setting<T> setting, ScalarNode key, Node value, String unit) throws ConfigException {
        if (isNothing(value)) {
            return;
        }
        if (!unit.isEmpty() && !seen.add(setting.name())) {
            throw new ConfigException(
                    at(key) + key.getValue() + " and " + setting.name() + " are the same setting, and both are given");
        }
        List<String> values = new ArrayList<>();
        for (var text : texts(value)) {
            values.add(text + unit);
        }
        try {
            settings = settings.with(setting, setting.reader().read(values));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(at(value) + key.getValue() + ": " + e.getMessage());
        }
    }

    private List<String> texts(Node value) throws ConfigException {
        if (value instanceof ScalarNode scalar) {
            return List.of(scalar.getValue());
        }
        if (!(value instanceof SequenceNode sequence)) {
            throw new ConfigException(at(value) + "expected a value, not further settings");
        }
        List<String> texts = new ArrayList<>();
        for (var element : sequence.getValue()) {
            if (!(element instanceof ScalarNode scalar)) {
                throw new ConfigException(at(element) + "expected a value");
            }
            texts.add(scalar.getValue());
        }
        return texts;
    }

    /// Whoever asks for encryption must not be given a server without it.
    private void refuseEncryption(Node value) throws ConfigException {
        if (!(value instanceof MappingNode options)) {
            return;
        }
        for (var option : options.getValue()) {
            if (option.getKeyNode() instanceof ScalarNode name
                    && name.getValue().equals("enabled")
                    && option.getValueNode() instanceof ScalarNode enabled
                    && enabled.getValue().equals("true")) {
                throw new ConfigException(at(name) + CLIENT_ENCRYPTION
                        + ": encryption is not offered, and connections would be readable by others");
            }
        }
    }

    private static boolean isNothing(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private String at(Node node) {
        int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
        return fileName + ":" + line + ": ";
    }

    /// Names of `cassandra.yaml` 5.0, older spellings included, that mean nothing to one node of ours.
    private static Set<String> cassandraNames() {
        var names = new HashSet<String>();
        try (var in = ConfigFile.class.getResourceAsStream("cassandra-settings.txt");
                var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                names.add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }
}
