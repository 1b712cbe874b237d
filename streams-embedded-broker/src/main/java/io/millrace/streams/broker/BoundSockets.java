package io.millrace.streams.broker;

import io.millrace.streams.broker.BrokerSettings.Ports;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * The listening sockets of a node, bound before Kafka is configured.
 *
 * <p>Binding first makes the port numbers known without a moment in which another process could take them, and lets a
 * taken port be reported before anything else has been started. A socket belongs to the broker once it has been asked
 * for through {@link ServerSocketFactory}; until then {@link #close()} closes it.
 */
final class BoundSockets implements ServerSocketFactory, AutoCloseable {

    private final Map<String, ServerSocketChannel> notTaken = new HashMap<>();
    private final Ports ports;

    private BoundSockets(int broker, int tls, BrokerSettings settings) {
        this.ports = new Ports(
                add(BrokerSettings.BROKER_LISTENER, broker),
                add(BrokerSettings.CONTROLLER_LISTENER, 0),
                settings.tls() ? add(BrokerSettings.TLS_LISTENER, tls) : 0);
        settings.proxied().forEach(listener -> add(listener.name(), listener.port()));
    }

    /** Binds the ports that are given, and free ones where 0 is. */
    static BoundSockets bind(int broker, int tls, BrokerSettings settings) {
        return new BoundSockets(broker, tls, settings);
    }

    private int add(String name, int port) {
        try {
            ServerSocketChannel channel = listen(port);
            notTaken.put(name.toUpperCase(Locale.ROOT), channel);
            return channel.socket().getLocalPort();
        } catch (RuntimeException e) {
            notTaken.values().forEach(bound -> closeQuietly(bound, e));
            throw e;
        }
    }

    Ports ports() {
        return ports;
    }

    @Override
    public synchronized ServerSocketChannel openServerSocket(
            String listenerName, InetSocketAddress address, int backlog, int receiveBufferBytes) throws IOException {
        ServerSocketChannel bound = notTaken.remove(listenerName.toUpperCase(Locale.ROOT));
        if (bound == null) {
            throw new IOException("No socket was bound for listener " + listenerName + " at " + address + ".");
        }
        return bound;
    }

    @Override
    public synchronized void close() {
        try {
            for (ServerSocketChannel bound : notTaken.values()) {
                bound.close();
            }
        } catch (IOException e) {
            throw new BrokerStartException("Could not close the embedded broker's listening sockets.", e);
        }
    }

    private static ServerSocketChannel listen(int port) {
        ServerSocketChannel channel = open();
        try {
            channel.bind(BrokerSettings.address(port));
            channel.configureBlocking(false);
            return channel;
        } catch (BindException e) {
            closeQuietly(channel, e);
            throw new BrokerPortInUseException(port, e);
        } catch (IOException e) {
            closeQuietly(channel, e);
            throw new BrokerStartException("The embedded broker could not listen on port " + port + ".", e);
        }
    }

    private static ServerSocketChannel open() {
        try {
            return ServerSocketChannel.open();
        } catch (IOException e) {
            throw new BrokerStartException("The embedded broker could not open a server socket.", e);
        }
    }

    private static void closeQuietly(ServerSocketChannel channel, Exception reason) {
        try {
            channel.close();
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }
}
