package org.helenus.protocol.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.helenus.protocol.Durability;
import org.helenus.protocol.client.Answer;
import org.helenus.protocol.client.CqlConnection;
import org.helenus.protocol.client.Page;
import org.helenus.protocol.frame.Compression;
import org.helenus.protocol.message.Batch;
import org.helenus.protocol.message.BatchEntry;
import org.helenus.protocol.message.BatchType;
import org.helenus.protocol.message.ErrorResponse;
import org.helenus.protocol.message.Event;
import org.helenus.protocol.message.EventType;
import org.helenus.protocol.message.Query;
import org.helenus.protocol.message.QueryParameters;
import org.helenus.protocol.message.RowsResult;
import org.helenus.protocol.message.SchemaChanged;
import org.helenus.protocol.message.StatusChanged;
import org.helenus.protocol.message.VoidResult;
import org.helenus.schema.error.InvalidRequest;
import org.helenus.schema.error.Overloaded;
import org.helenus.schema.error.ServerError;
import org.helenus.schema.error.Unavailable;
import org.helenus.schema.request.BoundValues;
import org.helenus.schema.request.ConsistencyLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What clients see of a server that works.
class NativeServerTest {
    static Stream<Arguments> dialects() {
        return Stream.of(
                Arguments.of(3, Compression.NONE),
                Arguments.of(3, Compression.SNAPPY),
                Arguments.of(4, Compression.NONE),
                Arguments.of(4, Compression.LZ4),
                Arguments.of(4, Compression.SNAPPY),
                Arguments.of(5, Compression.NONE),
                Arguments.of(5, Compression.LZ4),
                Arguments.of(6, Compression.NONE),
                Arguments.of(6, Compression.LZ4));
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void everyDialectCarriesSmallAndLargeMessagesBothWays(int version, Compression compression) throws Exception {
        try (var test = new TestServer();
                var connection =
                        CqlConnection.connect(test.to().withVersion(version).withCompression(compression))) {
            assertThat(connection.supported()).containsKeys("CQL_VERSION", "COMPRESSION", "PROTOCOL_VERSIONS");
            assertThat(connection.query("void").response()).isEqualTo(new VoidResult());
            for (int size : new int[] {0, 1, 100, 131_000, 131_071, 140_000, 500_000, 1_000_000}) {
                byte[] value = new byte[size];
                for (int i = 0; i < size; i++) {
                    value[i] = (byte) (i * 31 + (i >>> 9));
                }
                var page = CqlConnection.page(connection.query("echo", values(value)));
                assertThat(page.value(0, 0))
                        .hasValueSatisfying(got -> assertThat(got).isEqualTo(value));
                assertThat(page.columns()).isEqualTo(ScriptedHandler.ONE_BLOB);
            }
            var prepared = connection.prepare("echo");
            assertThat(prepared.variables()).isEqualTo(ScriptedHandler.ONE_BLOB);
            var answer = connection.execute(prepared, values(new byte[] {7}));
            assertThat(CqlConnection.page(answer).value(0, 0)).hasValue(new byte[] {7});
        }
    }

    @Test
    void warningsAndTracingIdsComeAlong() throws Exception {
        try (var test = new TestServer();
                var connection = test.connect()) {
            var answer = connection.request(new Query("void", values()), true);
            assertThat(answer.extras().tracingId()).contains(new UUID(1, 2));
            assertThat(answer.extras().warnings()).containsExactly("a warning");
        }
    }

    @Test
    void batchesArriveWhole() throws Exception {
        try (var test = new TestServer();
                var connection = test.connect()) {
            var batch = new Batch(
                    BatchType.UNLOGGED,
                    List.of(
                            new BatchEntry.Text("insert", BoundValues.EMPTY),
                            new BatchEntry.Prepared(
                                    new byte[] {1}, values(new byte[3]).values())),
                    values());
            assertThat(CqlConnection.page(connection.request(batch)).value(0, 0))
                    .hasValue(new byte[2]);
        }
    }

    @Test
    void manyRequestsInFlightAreEachAnsweredOnce() throws Exception {
        try (var test = new TestServer();
                var connection = CqlConnection.connect(test.to().withMaxInFlight(300))) {
            List<CompletableFuture<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 5000; i++) {
                answers.add(connection.send(new Query("echo", values(new byte[] {(byte) i, (byte) (i >> 8)}))));
            }
            connection.flush();
            for (int i = 0; i < answers.size(); i++) {
                var answer = answers.get(i).get(20, TimeUnit.SECONDS);
                var page = Page.of((RowsResult) answer.response(), List.of());
                assertThat(page.value(0, 0)).hasValue(new byte[] {(byte) i, (byte) (i >> 8)});
            }
        }
    }

    @Test
    void answersFromOtherThreadsComeInTheOrderTheyAreGiven() throws Exception {
        try (var test = new TestServer();
                var connection = test.connect()) {
            var first = connection.send(new Query("later", values()));
            var second = connection.send(new Query("later", values()));
            var third = connection.send(new Query("void", values()));
            connection.flush();
            third.get(20, TimeUnit.SECONDS);
            assertThat(first).isNotDone();
            var firstReply = test.handler.later.take();
            var secondReply = test.handler.later.take();
            secondReply.send(new VoidResult(), 0);
            second.get(20, TimeUnit.SECONDS);
            assertThat(first).isNotDone();
            firstReply.send(new VoidResult(), 0);
            first.get(20, TimeUnit.SECONDS);
            assertThatThrownBy(() -> firstReply.send(new VoidResult(), 0)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void errorsOfTheHandlerReachTheClientWithoutItsSecrets() throws Exception {
        try (var test = new TestServer();
                var connection = test.connect()) {
            assertThatThrownBy(() -> connection.query("unavailable")).isInstanceOfSatisfying(Unavailable.class, e -> {
                assertThat(e.required()).isEqualTo(2);
                assertThat(e.alive()).isEqualTo(1);
            });
            assertThatThrownBy(() -> connection.query("bug"))
                    .isInstanceOf(ServerError.class)
                    .message()
                    .doesNotContain("a bug", "java.");
            assertThat(connection.query("void").response()).isEqualTo(new VoidResult());
        }
    }

    @Test
    void eventsGoToThoseWhoRegistered() throws Exception {
        try (var test = new TestServer();
                var registered = test.connect();
                var other = test.connect()) {
            var events = new LinkedBlockingQueue<Event>();
            registered.register(EnumSet.of(EventType.SCHEMA_CHANGE), events::add);
            var elsewhere = new LinkedBlockingQueue<Event>();
            other.register(EnumSet.of(EventType.STATUS_CHANGE), elsewhere::add);

            var change =
                    new SchemaChanged(SchemaChanged.Change.CREATED, SchemaChanged.Target.TABLE, "k", "t", List.of());
            var up = new StatusChanged(StatusChanged.Change.UP, new InetSocketAddress("127.0.0.1", 9042));
            test.server.push(change);
            test.server.push(up);
            assertThat(events.poll(20, TimeUnit.SECONDS)).isEqualTo(change);
            assertThat(elsewhere.poll(20, TimeUnit.SECONDS)).isEqualTo(up);
            registered.query("void");
            assertThat(events).isEmpty();
            registered.register(EnumSet.of(EventType.STATUS_CHANGE), events::add);
            test.server.push(up);
            test.server.push(change);
            assertThat(events.poll(20, TimeUnit.SECONDS)).isEqualTo(up);
            assertThat(events.poll(20, TimeUnit.SECONDS)).isEqualTo(change);
        }
    }

    @Test
    void anAnswerLeavesWhenItsPositionIsDurable() throws Exception {
        var durability = new ManualDurability();
        try (var test = new TestServer(TestServer.options(), durability);
                var connection = test.connect()) {
            List<CompletableFuture<Answer>> held = new ArrayList<>();
            for (int position : new int[] {30, 10, 20, 10}) {
                held.add(connection.send(new Query("hold " + position, values())));
            }
            connection.query("void");
            assertThat(held).noneMatch(CompletableFuture::isDone);
            durability.advance(9);
            connection.query("void");
            assertThat(held).noneMatch(CompletableFuture::isDone);
            durability.advance(10);
            held.get(1).get(20, TimeUnit.SECONDS);
            held.get(3).get(20, TimeUnit.SECONDS);
            connection.query("void");
            assertThat(held.get(0)).isNotDone();
            assertThat(held.get(2)).isNotDone();
            durability.advance(1000);
            held.get(0).get(20, TimeUnit.SECONDS);
            held.get(2).get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatATickHandsOverLeavesWithIt() throws Exception {
        var handOvers = new AtomicInteger();
        var position = new AtomicLong();
        var durability = new Durability() {
            @Override
            public long durablePosition() {
                return position.get();
            }

            @Override
            public void onDurable(Runnable wake) {}

            @Override
            public boolean handsOver() {
                return true;
            }

            @Override
            public void handOver() {
                handOvers.incrementAndGet();
                position.set(1000);
            }
        };
        try (var test = new TestServer(TestServer.options(), durability);
                var connection = test.connect()) {
            connection.query("void");
            assertThat(handOvers).as("nothing was held").hasValue(0);
            connection.query("hold 30");
            assertThat(handOvers).hasValue(1);
            connection.query("hold 30");
            assertThat(handOvers).as("it is safe already").hasValue(1);
        }
    }

    @Test
    void aBudgetInFlightMakesClientsWaitButLosesNothing() throws Exception {
        var options = TestServer.limits(1 << 20, 4096, 2048, Duration.ofSeconds(60));
        try (var test = new TestServer(options, Durability.ALWAYS);
                var one = test.connect();
                var two = test.connect()) {
            List<CompletableFuture<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                answers.add((i % 2 == 0 ? one : two).send(new Query("later", values(new byte[300]))));
            }
            one.flush();
            two.flush();
            for (int i = 0; i < 200; i++) {
                var reply = test.handler.later.poll(20, TimeUnit.SECONDS);
                assertThat(test.handler.later.size()).isLessThan(10);
                reply.send(new VoidResult(), 0);
            }
            for (var answer : answers) {
                answer.get(20, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void aClientThatDoesNotReadIsNotReadFrom() throws Exception {
        try (var test = new TestServer();
                var slow = test.raw();
                var other = test.connect()) {
            slow.send(RawClient.frame(
                    4, 0, new org.helenus.protocol.message.Startup(java.util.Map.of("CQL_VERSION", "3.0.0"))));
            slow.receive();
            int count = 300;
            var sender = Thread.ofPlatform().daemon().start(() -> {
                try {
                    for (int i = 0; i < count; i++) {
                        slow.send(RawClient.frame(4, i, new Query("blob 200000", values())));
                    }
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            sender.join();
            other.query("void");
            var connection = test.server.connections().stream()
                    .filter(c -> c.version() == 4)
                    .findFirst()
                    .orElseThrow();
            assertThat(connection.requestCount()).isLessThan(100);
            for (int i = 0; i < count; i++) {
                assertThat(slow.receive().stream()).isEqualTo(i);
            }
        }
    }

    @Test
    void drainingAnswersWhatIsInFlightAndClosesTheRest() throws Exception {
        try (var test = new TestServer();
                var busy = test.connect();
                var idle = test.connect()) {
            var answer = busy.send(new Query("later", values()));
            busy.flush();
            var reply = test.handler.later.poll(20, TimeUnit.SECONDS);
            var drained = CompletableFuture.supplyAsync(() -> {
                try {
                    return test.server.drain(Duration.ofSeconds(20));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(test.handler.closed.poll(20, TimeUnit.SECONDS)).isNotNull();
            assertThat(answer).isNotDone();
            reply.send(new VoidResult(), 0);
            answer.get(20, TimeUnit.SECONDS);
            assertThat(drained.get(20, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> idle.query("void")).isInstanceOf(java.io.IOException.class);
            assertThatThrownBy(test::connect).isInstanceOf(java.io.IOException.class);
        }
    }

    @Test
    void aPortInUseIsSaidSo() throws Exception {
        try (var test = new TestServer()) {
            var options = NativeServerOptions.on("127.0.0.1", test.server.port());
            try (var second = new NativeServer(options, Durability.ALWAYS)) {
                assertThatThrownBy(second::bind)
                        .isInstanceOf(java.io.IOException.class)
                        .hasMessageContaining("127.0.0.1:" + test.server.port())
                        .hasMessageContaining("in use");
            }
        }
    }

    @Test
    void errorsInPipelinesComeAsAnswers() throws Exception {
        try (var test = new TestServer();
                var connection = test.connect()) {
            var answer = connection.send(new Query("unavailable", values()));
            connection.flush();
            assertThat(answer.get(20, TimeUnit.SECONDS).response()).isInstanceOf(ErrorResponse.class);
            assertThatThrownBy(() -> connection.query("echo", values(new byte[(1 << 20) + 1])))
                    .isInstanceOf(InvalidRequest.class)
                    .hasMessageContaining("Request is too big: length ");
            assertThat(connection.query("void").response()).isEqualTo(new VoidResult());
        }
    }

    @Test
    void overloadIsThrownAtThoseWhoAskedForIt() throws Exception {
        var options = TestServer.limits(1 << 20, 1 << 20, 1024, Duration.ofSeconds(60));
        try (var test = new TestServer(options, Durability.ALWAYS);
                var client = test.raw()) {
            client.send(RawClient.frame(
                    4,
                    0,
                    new org.helenus.protocol.message.Startup(
                            java.util.Map.of("CQL_VERSION", "3.0.0", "THROW_ON_OVERLOAD", "1"))));
            client.receive();
            for (int i = 0; i < 10; i++) {
                client.send(RawClient.frame(4, i, new Query("later", values(new byte[100]))));
            }
            var refused = client.receive();
            assertThat(refused.response())
                    .isInstanceOfSatisfying(
                            ErrorResponse.class, e -> assertThat(e.error()).isInstanceOf(Overloaded.class));
        }
    }

    static QueryParameters values(byte[]... values) {
        int length = 0;
        for (var value : values) {
            length += value.length;
        }
        byte[] all = new byte[length];
        int[] offsets = new int[values.length];
        int[] lengths = new int[values.length];
        int at = 0;
        for (int i = 0; i < values.length; i++) {
            System.arraycopy(values[i], 0, all, at, values[i].length);
            offsets[i] = at;
            lengths[i] = values[i].length;
            at += values[i].length;
        }
        return QueryParameters.of(ConsistencyLevel.LOCAL_QUORUM, new BoundValues(all, offsets, lengths, List.of()));
    }
}
