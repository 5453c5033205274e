package org.helenus.server;

import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.helenus.server.config.ConfigException;
import org.helenus.server.config.ConfigFile;
import org.helenus.server.config.KnownSettings;
import org.helenus.server.config.Settings;

/// From a command line to a server that runs, or to an exit code and one sentence.
final class Launcher {
    private final PrintStream out;
    private final PrintStream err;

    /// What came of a launch.
    sealed interface Launch {
        /// There is nothing more to do.
        record Ended(ExitCode exitCode) implements Launch {}

        /// The server answers clients.
        record Running(HelenusServer server) implements Launch {}
    }

    Launcher(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    Launch launch(String... args) {
        try {
            var line = CommandLine.parse(args);
            if (line.help()) {
                out.print(CommandLine.HELP);
                return new Launch.Ended(ExitCode.OK);
            }
            if (line.version()) {
                out.println("helenus " + Main.version());
                return new Launch.Ended(ExitCode.OK);
            }
            return new Launch.Running(start(line));
        } catch (StartException e) {
            err.println("helenus: " + e.getMessage());
            return new Launch.Ended(e.exitCode());
        }
    }

    private HelenusServer start(CommandLine line) throws StartException {
        var settings = settings(line);
        for (var warning : settings.warnings()) {
            err.println("helenus: " + warning);
        }
        var host = settings.get(KnownSettings.RPC_ADDRESS);
        if (!line.insecure()) {
            refuseOthers(host);
        }
        return HelenusServer.builder()
                .settings(settings)
                .dataDirectory(Path.of(settings.get(KnownSettings.DATA_FILE_DIRECTORIES)))
                .start();
    }

    private static Settings settings(CommandLine line) throws StartException {
        try {
            var settings =
                    line.config().isPresent() ? ConfigFile.read(line.config().get()) : Settings.DEFAULTS;
            if (line.host().isPresent()) {
                settings = settings.with(KnownSettings.RPC_ADDRESS, line.host().get());
            }
            if (line.port().isPresent()) {
                settings = settings.with(
                        KnownSettings.NATIVE_TRANSPORT_PORT, line.port().get());
            }
            if (line.data().isPresent()) {
                settings = settings.with(
                        KnownSettings.DATA_FILE_DIRECTORIES, line.data().get().toString());
            }
            return settings;
        } catch (ConfigException e) {
            throw new StartException(ExitCode.CONFIGURATION, e.getMessage(), e);
        }
    }

    private static void refuseOthers(String host) throws StartException {
        try {
            if (!InetAddress.getByName(host).isLoopbackAddress()) {
                throw new StartException(
                        ExitCode.OPEN_TO_OTHERS,
                        "There is no login, so anyone who reaches " + host
                                + " could read and change all data; --insecure allows it");
            }
        } catch (UnknownHostException e) {
            throw new StartException(ExitCode.ADDRESS, "Cannot listen on " + host + ": there is no such host", e);
        }
    }
}
