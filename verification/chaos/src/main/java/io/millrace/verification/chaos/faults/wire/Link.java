package io.millrace.verification.chaos.faults.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.function.Consumer;

/** One connection through a wire: two sockets, and a thread for each direction. Ends as a whole. */
final class Link {

    private static final int CHUNK_BYTES = 64 << 10;

    private final Socket instance;
    private final Socket broker;
    private final Weather weather;
    private final Consumer<Link> ended;

    Link(Socket instance, Socket broker, Weather weather, Consumer<Link> ended) {
        this.instance = instance;
        this.broker = broker;
        this.weather = weather;
        this.ended = ended;
    }

    void start() {
        start("wire-out", instance, broker, Direction.OUT);
        start("wire-in", broker, instance, Direction.IN);
    }

    private void start(String name, Socket from, Socket to, Direction direction) {
        Thread thread = new Thread(() -> pump(from, to, direction), name);
        thread.setDaemon(true);
        thread.start();
    }

    private void pump(Socket from, Socket to, Direction direction) {
        byte[] chunk = new byte[CHUNK_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                weather.pass(direction);
                out.write(chunk, 0, read);
            }
        } catch (IOException e) {
            // One side is gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    /** Ends both sides at once, by a reset: what was not read is gone. */
    void reset() {
        try {
            instance.setSoLinger(true, 0);
            broker.setSoLinger(true, 0);
        } catch (IOException e) {
            // One is closed.
        }
        close();
    }

    private void close() {
        close(instance);
        close(broker);
        ended.accept(this);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Nobody has it any more.
        }
    }
}
