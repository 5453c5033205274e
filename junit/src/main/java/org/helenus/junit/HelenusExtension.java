package org.helenus.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;
import org.helenus.server.HelenusServer;
import org.helenus.server.SavedState;
import org.helenus.server.VirtualClock;
import org.helenus.server.config.ConfigException;
import org.helenus.server.config.ConfigFile;
import org.helenus.server.config.Settings;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// A server for the tests of a class, on a free port, started when the first test needs it and stopped in order.
///
///     @RegisterExtension
///     static final HelenusExtension helenus = HelenusExtension.inMemory();
///
///     @Test
///     void forgets(CqlSession session, VirtualClock clock) { … }
///
/// Or `@ExtendWith(HelenusExtension.class)`, for a server in memory. A field that is not static makes a server for each
/// test.
///
/// Test methods, lifecycle methods and constructors may ask for
/// - `CqlSession`: the Java driver's, in the keyspace; the driver must be on the class path of the tests,
/// - [TestKeyspace]: the keyspace's name,
/// - [VirtualClock]: the server's, to let time pass,
/// - [HelenusServer]: to flush, compact, save and restore,
/// - [InetSocketAddress]: where it listens, for other drivers.
///
/// **Isolation.** Each test has a keyspace of its own, which is dropped after it; `@BeforeAll` methods have one for the
/// class. With [Builder#resetBetweenTests] instead all tests have the same keyspace and session, and before each test
/// everything is as the `@BeforeAll` methods left it: rows, schema and time. Such tests cannot run side by side.
///
/// The session has its timestamps from the server, hence from the clock that tests move.
///
/// Threads: tests may run in parallel, unless they are reset.
public final class HelenusExtension
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private final Namespace namespace = Namespace.create(HelenusExtension.class, this);
    private final String name;
    private final boolean onDisk;
    private final boolean reset;
    private final Settings settings;
    private final Optional<Instant> standing;
    private final String schema;

    /// In memory, with a keyspace for each test.
    public HelenusExtension() {
        this(new Builder());
    }

    private HelenusExtension(Builder builder) {
        name = builder.name;
        onDisk = builder.onDisk;
        reset = builder.reset;
        settings = builder.settings();
        standing = builder.standing;
        schema = builder.schema;
    }

    /// With data in memory.
    public static HelenusExtension inMemory() {
        return builder().build();
    }

    /// With data in a temporary directory that is deleted at the end.
    public static HelenusExtension inTemporaryDirectory() {
        return builder().temporaryDirectory().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /// Says what server the tests get.
    public static final class Builder {
        private String name = "";
        private boolean onDisk;
        private boolean reset;
        private Optional<Instant> standing = Optional.empty();
        private String schema = "";
        private String yaml = "";

        private Builder() {}

        /// Tells it from other servers of the same tests, see [OfServer].
        public Builder named(String given) {
            name = given;
            return this;
        }

        /// Keeps the data in a temporary directory, as a server does that is not embedded.
        public Builder temporaryDirectory() {
            onDisk = true;
            return this;
        }

        /// One keyspace for all tests, made as it was before each of them.
        public Builder resetBetweenTests() {
            reset = true;
            return this;
        }

        /// Lets the server's clock stand at this time until a test moves it. Else it runs from the machine's
        /// time on.
        public Builder clockStandingAt(Instant time) {
            standing = Optional.of(time);
            return this;
        }

        /// Statements, with `;` between them, that each keyspace begins with.
        public Builder schema(String statements) {
            schema = statements;
            return this;
        }

        /// Settings as in `conf/helenus.yaml`.
        public Builder settings(String lines) {
            yaml = lines;
            return this;
        }

        /// @throws IllegalArgumentException a setting is not known, or cannot have this value
        public HelenusExtension build() {
            return new HelenusExtension(this);
        }

        private Settings settings() {
            try {
                // Dropped keyspaces of earlier tests would pile up as snapshots.
                var all = yaml.contains("auto_snapshot:") ? yaml : "auto_snapshot: false\n" + yaml;
                return ConfigFile.parse(all, "the settings of the extension");
            } catch (ConfigException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }
    }

    // ---- the life of a server

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        server(context);
        var outer = resetPoint(context);
        if (outer.isPresent()) {
            // A nested class prepares on what its outer class prepared, not on what the tests before left.
            outer.get().state.restore();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        var server = server(context);
        if (!reset) {
            return;
        }
        var shared = shared(context);
        var known = resetPoint(shared).filter(point -> point.owner.equals(shared.getUniqueId()));
        if (known.isPresent()) {
            known.get().state.restore();
        } else {
            keyspace(shared);
            var point = new ResetPoint(shared.getUniqueId(), server.server().save());
            store(shared).put(ResetPoint.class, point);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        end(context);
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        end(context);
    }

    /// Closes what this context made; what was made above it, for instance by an outer class, stays.
    private void end(ExtensionContext context) throws IOException {
        var store = store(context);
        Optional.ofNullable(store.remove(key(DriverSession.class, context), DriverSession.class))
                .ifPresent(DriverSession::close);
        var point = Optional.ofNullable(store.remove(ResetPoint.class, ResetPoint.class));
        var keyspace = Optional.ofNullable(store.remove(key(TestKeyspace.class, context), TestKeyspace.class));
        if (point.isPresent()) {
            point.get().state.close();
        }
        var own = Optional.ofNullable(store.remove(TestServer.class, TestServer.class));
        if (own.isPresent()) {
            own.get().close();
        } else if (keyspace.isPresent()) {
            server(context).dropKeyspace(keyspace.get());
        }
    }

    private Store store(ExtensionContext context) {
        return context.getStore(namespace);
    }

    private TestServer server(ExtensionContext context) {
        return store(context).getOrComputeIfAbsent(TestServer.class, key -> start(), TestServer.class);
    }

    private TestServer start() {
        try {
            var clock = standing.map(VirtualClock::standingAt).orElseGet(VirtualClock::running);
            return TestServer.start(settings, onDisk, clock, schema);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- what tests share, or have for themselves

    /// What the tests of a class find.
    private record ResetPoint(String owner, SavedState state) {}

    private Optional<ResetPoint> resetPoint(ExtensionContext context) {
        return Optional.ofNullable(store(context).get(ResetPoint.class, ResetPoint.class));
    }

    /// A store finds what those above it hold. When tests share, that is what they should find; else only what is
    /// their own.
    private String key(Class<?> kind, ExtensionContext context) {
        return kind.getName() + (reset ? "" : " of " + context.getUniqueId());
    }

    /// Where something is kept: with the class when its tests share, else with whoever asks.
    private ExtensionContext shared(ExtensionContext context) {
        var found = context;
        while (reset && found.getTestMethod().isPresent() && found.getParent().isPresent()) {
            found = found.getParent().get();
        }
        return found;
    }

    private TestKeyspace keyspace(ExtensionContext context) {
        var shared = shared(context);
        return store(shared)
                .getOrComputeIfAbsent(
                        key(TestKeyspace.class, shared), key -> createKeyspace(shared), TestKeyspace.class);
    }

    private TestKeyspace createKeyspace(ExtensionContext context) {
        String wish = context.getRequiredTestClass().getSimpleName()
                + context.getTestMethod().map(method -> " " + method.getName()).orElse("");
        try {
            return server(context).createKeyspace(wish);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DriverSession session(ExtensionContext context) {
        var shared = shared(context);
        return store(shared)
                .getOrComputeIfAbsent(
                        key(DriverSession.class, shared),
                        key -> server(shared).connect(keyspace(shared)),
                        DriverSession.class);
    }

    // ---- parameters

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        var wanted =
                parameter.findAnnotation(OfServer.class).map(OfServer::value).orElse("");
        return wanted.equals(name)
                && Offer.of(parameter.getParameter().getType()).isPresent();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return switch (Offer.of(parameter.getParameter().getType()).orElseThrow()) {
            case SESSION -> session(context).session();
            case KEYSPACE -> keyspace(context);
            case CLOCK -> server(context).clock();
            case SERVER -> server(context).server();
            case ADDRESS -> server(context).address();
        };
    }

    /// The types of parameters. That of the driver is known by its name: it may not be there.
    private enum Offer {
        SESSION("com.datastax.oss.driver.api.core.CqlSession"),
        KEYSPACE(TestKeyspace.class.getName()),
        CLOCK(VirtualClock.class.getName()),
        SERVER(HelenusServer.class.getName()),
        ADDRESS(InetSocketAddress.class.getName());

        private final String type;

        Offer(String type) {
            this.type = type;
        }

        static Optional<Offer> of(Class<?> type) {
            for (var offer : values()) {
                if (offer.type.equals(type.getName())) {
                    return Optional.of(offer);
                }
            }
            return Optional.empty();
        }
    }
}
