package org.helenus.protocol.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.helenus.protocol.Connection;
import org.helenus.protocol.Durability;
import org.helenus.protocol.RequestHandler;
import org.helenus.protocol.message.Event;

/// Serves the native protocol on one address: on epoll, or on NIO where there is none.
///
///     new ──bind──▶ the port is ours, clients wait ──serve──▶ clients are served
///         ──drain──▶ no new ones, requests in flight end ──close──▶ over
///
/// Owns its event loops. Threads: all methods from any, but none of them from an event loop except [#push].
public final class NativeServer implements AutoCloseable {
    /// A connection with more than the upper mark of unsent bytes is not read from until it is below the lower
    /// one.
    private static final WriteBufferWaterMark WATER_MARKS = new WriteBufferWaterMark(64 << 10, 128 << 10);
    private static final long SHUTDOWN_MILLIS = 2000;
    private static final int BACKLOG = 1024;

    private final NativeServerOptions options;
    private final MultiThreadIoEventLoopGroup group;
    private final Map<EventLoop, LoopAnswers> answers = new IdentityHashMap<>();
    private final Map<Long, ClientChannel> clients = new ConcurrentHashMap<>();
    private final Map<InetAddress, Integer> clientsPerAddress = new ConcurrentHashMap<>();
    private final AtomicLong nextId = new AtomicLong(1);
    private volatile Optional<Channel> listener = Optional.empty();
    private volatile Optional<RequestHandler> handler = Optional.empty();

    public NativeServer(NativeServerOptions options, Durability durability) {
        this.options = options;
        var io = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        group = new MultiThreadIoEventLoopGroup(
                options.loops(), new DefaultThreadFactory("native-transport", true), io);
        long share = Math.max(1, options.maxBytesInFlight() / options.loops());
        long buffered = Math.max(share, 2L * options.maxFrameBytes());
        group.forEach(executor -> {
            var loop = (EventLoop) executor;
            answers.put(loop, new LoopAnswers(loop, durability, share, buffered));
        });
        var loops = answers.values().toArray(new LoopAnswers[0]);
        durability.onDurable(() -> {
            for (var loop : loops) {
                loop.wake();
            }
        });
    }

    /// Takes the address, so that the port is known. Clients may connect, but nobody answers before [#serve].
    ///
    /// @throws IOException the address cannot be had; its message says why
    public void bind() throws IOException {
        var address = new InetSocketAddress(options.host(), options.port());
        if (address.isUnresolved()) {
            throw new IOException("Cannot listen on " + options.host() + ": there is no such host");
        }
        Class<? extends ServerChannel> channelType =
                Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        var bound = new ServerBootstrap()
                .group(group)
                .channel(channelType)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARKS)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        accept(channel);
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            var cause = bound.cause();
            // The native transport wraps the system's words in its own.
            var message = String.valueOf(cause.getMessage());
            var reason = message.contains("in use") ? "the address is already in use" : message;
            throw new IOException("Cannot listen on " + options.host() + ":" + options.port() + ": " + reason, cause);
        }
        listener = Optional.of(bound.channel());
    }

    /// Answers clients through `requests` from here on.
    public void serve(RequestHandler requests) {
        handler = Optional.of(requests);
        bound().config().setAutoRead(true);
    }

    private void accept(SocketChannel channel) {
        var address = channel.remoteAddress().getAddress();
        int fromAddress = clientsPerAddress.merge(address, 1, Integer::sum);
        var client = new ClientChannel(
                nextId.getAndIncrement(), channel, options, handler.orElseThrow(), answers.get(channel.eventLoop()));
        clients.put(client.id(), client);
        channel.closeFuture().addListener(_ -> {
            clients.remove(client.id());
            clientsPerAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
        });
        if (clients.size() > options.maxConnections() || fromAddress > options.maxConnectionsPerAddress()) {
            var _ = channel.close();
            return;
        }
        if (options.idleTimeout().isPositive()) {
            channel.pipeline()
                    .addLast(new IdleStateHandler(options.idleTimeout().toMillis(), 0, 0, TimeUnit.MILLISECONDS));
        }
        channel.pipeline().addLast(client);
    }

    /// The port it listens on: the one found when any free one was asked for.
    public int port() {
        return ((InetSocketAddress) bound().localAddress()).getPort();
    }

    private Channel bound() {
        return listener.orElseThrow(() -> new IllegalStateException("not bound"));
    }

    /// Who is connected now.
    public Collection<Connection> connections() {
        return List.copyOf(clients.values());
    }

    /// Tells an event to all who registered for it.
    public void push(Event event) {
        for (var client : clients.values()) {
            if (client.registeredEvents().contains(event.type())) {
                client.eventLoop().execute(() -> client.push(event));
            }
        }
    }

    /// Listens no more, lets requests in flight be answered, and closes all connections.
    ///
    /// @return whether all of them ended within `limit`
    public boolean drain(Duration limit) throws InterruptedException {
        if (listener.isPresent()) {
            listener.get().close().await();
        }
        for (var client : clients.values()) {
            client.eventLoop().execute(client::drain);
        }
        long deadline = System.nanoTime() + limit.toNanos();
        for (var client : clients.values()) {
            if (!client.awaitClosed(deadline - System.nanoTime())) {
                return false;
            }
        }
        return true;
    }

    /// Stops at once. What is held back for durability is dropped with its connections.
    @Override
    public void close() {
        group.shutdownGracefully(0, SHUTDOWN_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }
}
