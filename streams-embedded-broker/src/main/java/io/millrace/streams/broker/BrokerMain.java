package io.millrace.streams.broker;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Entry point of the JVM that {@link BrokerProcess} starts: {@code <data directory> <port> [listener:... key=value ...]}.
 *
 * <p>Prints one line when clients are served. Ends when its standard input ends, so that no broker outlives the process
 * that wanted it, not even when that one was killed.
 */
final class BrokerMain {

    static final String READY = "broker-ready ";
    static final String FAILED = "broker-failed ";
    static final String LISTENER = "listener:";

    private BrokerMain() {}

    public static void main(String[] arguments) throws IOException {
        EmbeddedBroker.Builder builder =
                EmbeddedBroker.builder().dataDirectory(Path.of(arguments[0])).port(Integer.parseInt(arguments[1]));
        for (int i = 2; i < arguments.length; i++) {
            if (arguments[i].startsWith(LISTENER)) {
                ProxiedListener listener = ProxiedListener.decode(arguments[i].substring(LISTENER.length()));
                builder.proxiedListener(listener.name(), listener.port(), listener.advertisedPort());
                continue;
            }
            int equals = arguments[i].indexOf('=');
            builder.property(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
        }
        try (EmbeddedBroker broker = builder.start()) {
            System.out.println(READY + broker.port());
            while (System.in.read() >= 0) {
                // Only the end of the stream matters.
            }
        } catch (BrokerStartException e) {
            System.out.println(FAILED + e.getMessage());
            e.printStackTrace();
            System.exit(1);
        }
        System.exit(0);
    }
}
