package io.millrace.streams.broker;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * The two listening sockets of a node, bound before Kafka is configured.
 *
 * <p>Binding first makes the port numbers known without a moment in which another process could take them, and lets a
 * taken port be reported before anything else has been started. A socket belongs to the broker once it has been asked
 * for through {@link ServerSocketFactory}; until then {@link #close()} closes it.
 */
final class BoundSockets implements ServerSocketFactory, AutoCloseable {

    private final ServerSocketChannel broker;
    private final ServerSocketChannel controller;
    private boolean brokerTaken;
    private boolean controllerTaken;

    private BoundSockets(ServerSocketChannel broker, ServerSocketChannel controller) {
        this.broker = broker;
        this.controller = controller;
    }

    static BoundSockets bind(int brokerPort) {
        ServerSocketChannel broker = listen(brokerPort);
        try {
            return new BoundSockets(broker, listen(0));
        } catch (RuntimeException e) {
            closeQuietly(broker, e);
            throw e;
        }
    }

    int brokerPort() {
        return broker.socket().getLocalPort();
    }

    int controllerPort() {
        return controller.socket().getLocalPort();
    }

    @Override
    public synchronized ServerSocketChannel openServerSocket(
            String listenerName, InetSocketAddress address, int backlog, int receiveBufferBytes) throws IOException {
        if (listenerName.equalsIgnoreCase(BrokerSettings.BROKER_LISTENER) && !brokerTaken) {
            brokerTaken = true;
            return broker;
        }
        if (listenerName.equalsIgnoreCase(BrokerSettings.CONTROLLER_LISTENER) && !controllerTaken) {
            controllerTaken = true;
            return controller;
        }
        throw new IOException("No socket was bound for listener " + listenerName + " at " + address + ".");
    }

    @Override
    public synchronized void close() {
        try {
            if (!brokerTaken) {
                broker.close();
            }
            if (!controllerTaken) {
                controller.close();
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
