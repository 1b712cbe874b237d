package io.millrace.verification.chaos.faults.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A TCP port that leads to another one on this machine, with trouble on the way when it is told to. Any thread may use it. */
public final class Wire implements AutoCloseable {

    private static final int CONNECT_MS = 5_000;
    private static final long RESET_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ServerSocket listening;
    private final int target;
    private final Weather weather = new Weather();
    private final Set<Link> links = ConcurrentHashMap.newKeySet();

    /** Opens a free port that leads to another. */
    public Wire(int target) {
        this.target = target;
        try {
            this.listening = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("wire-accept", this::accept);
        start("wire-reset", this::resetWhileTold);
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Where to connect to. */
    public int port() {
        return listening.getLocalPort();
    }

    /** Makes something wrong, or {@link Trouble#NONE}. What was held goes on as if it had been lost and sent again. */
    public void change(Trouble trouble) {
        weather.change(trouble);
        if (trouble == Trouble.CUT) {
            resetAll();
        }
    }

    private void resetAll() {
        links.forEach(Link::reset);
    }

    private void resetWhileTold() {
        while (!listening.isClosed()) {
            LockSupport.parkNanos(RESET_EVERY_NANOS);
            if (weather.trouble() == Trouble.RESET) {
                resetAll();
            }
        }
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                connect(listening.accept());
            } catch (IOException e) {
                // It is closed, or whoever came is gone.
            }
        }
    }

    private void connect(Socket instance) throws IOException {
        if (weather.trouble() == Trouble.CUT) {
            instance.setSoLinger(true, 0);
            instance.close();
            return;
        }
        Socket broker = new Socket();
        try {
            broker.setTcpNoDelay(true);
            instance.setTcpNoDelay(true);
            broker.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MS);
        } catch (IOException e) {
            broker.close();
            instance.close(); // As if refused: the broker is down.
            return;
        }
        Link link = new Link(instance, broker, weather, links::remove);
        links.add(link);
        link.start();
        if (weather.trouble() == Trouble.CUT) {
            link.reset(); // It was cut meanwhile.
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        resetAll();
    }
}
