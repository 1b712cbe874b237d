package io.millrace.sample;

import io.millrace.streams.broker.BrokerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.springframework.util.FileSystemUtils;

/** Sends hostile requests to a running sample that processes records meanwhile; see verification/chaos/README.md. */
final class HostileMain {

    private static final String USAGE = "Arguments: [--requests 50000] [--seed N] [--clients 8] [--rate 1000]";
    private static final double LEAST_SHARE = 0.8;
    private static final double MOST_DRIFT = 1.05;
    private static final int SCANNERS = 64;
    private static final int SCANS_EACH = 20;
    private static final int SLOW_READERS = 8;

    /** Words that are too large for a page to hold all of them. */
    private static final int LARGE_WORDS = 8;

    private static final int LARGE_WORD = 300_000;

    /** Little, so that it is in use before the heap is looked at: rows used last are kept on the heap, and each attack posts new words. */
    private static final String STATE_MEMORY = "16MB";

    /** The share of the requests that are sent before anything is measured. */
    private static final int WARM_UP = 20;

    private static final Duration UNLOADED = Duration.ofSeconds(30);
    private static final Duration ITERATORS_CLOSED = Duration.ofSeconds(5);

    private final int requests;
    private final long seed;
    private final int clients;
    private final int rate;
    private final HostileCheck check = new HostileCheck();

    private HostileMain(int requests, long seed, int clients, int rate) {
        this.requests = requests;
        this.seed = seed;
        this.clients = clients;
        this.rate = rate;
    }

    public static void main(String[] arguments) throws Exception {
        int requests = 50_000;
        long seed = new Random().nextInt(1_000_000);
        int clients = 8;
        int rate = 1_000;
        for (int i = 0; i < arguments.length; i += 2) {
            String value = i + 1 < arguments.length ? arguments[i + 1] : "";
            switch (arguments[i]) {
                case "--requests" -> requests = Integer.parseInt(value);
                case "--seed" -> seed = Long.parseLong(value);
                case "--clients" -> clients = Integer.parseInt(value);
                case "--rate" -> rate = Integer.parseInt(value);
                default -> {
                    System.err.println(USAGE);
                    System.exit(2);
                }
            }
        }
        boolean held = new HostileMain(requests, seed, clients, rate).run();
        System.exit(held ? 0 : 1);
    }

    private boolean run() throws Exception {
        System.out.println("Seed " + seed + ", " + requests + " requests of " + clients + " clients.");
        Path directory = Files.createTempDirectory("hostile");
        // Of its own, since a broker in the process would have its buffers on the heap that is looked at: metadata
        // takes 8 MB at a time.
        try (BrokerProcess broker = BrokerProcess.builder().start();
                SampleProcess sample = SampleProcess.start(
                        directory,
                        "sample",
                        "spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                        "flightboard.speedup=2000000",
                        "streams.state-memory=" + STATE_MEMORY,
                        "management.endpoint.streams.access=unrestricted");
                HostileLoad load = loadOf(sample, broker)) {
            Runtime.getRuntime().addShutdownHook(new Thread(sample::close));
            BoardClient board = sample.awaitBoard();
            board.awaitAllCounted(new FlightOracle().flights());
            for (int i = 0; i < LARGE_WORDS; i++) {
                board.postLines((i + "w").repeat(LARGE_WORD / 2));
            }
            double heapCold = heap(sample, board, load, directory.resolve("heap-cold.txt"));
            attack(board.port(), requests / WARM_UP, seed + clients);
            double unloaded = rate(load, () -> Thread.sleep(UNLOADED.toMillis()));
            double heapBefore = heap(sample, board, load, directory.resolve("heap-before.txt"));
            long startNs = System.nanoTime();
            double loaded = rate(load, () -> attack(board.port(), requests, seed));
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNs);
            awaitIteratorsClosed(board);
            double heapAfter = heap(sample, board, load, directory.resolve("heap-after.txt"));

            System.out.println(check.summary());
            System.out.printf(
                    "%d s; records processed a second: %.0f unloaded, %.0f under attack (%.0f %%); live heap %.1f MB"
                            + " before any, %.1f MB after the first attack, %.1f MB after the second%n",
                    seconds, unloaded, loaded, 100 * loaded / unloaded, heapCold, heapBefore, heapAfter);
            if (loaded < LEAST_SHARE * unloaded) {
                check.fail("Processing fell below " + 100 * LEAST_SHARE + " % of its rate.");
            }
            if (heapAfter > MOST_DRIFT * heapBefore) {
                check.fail("The live heap has grown by more than 5 %.");
            }
            if (!board.json("/actuator/health/streams").get("status").asString().equals("UP")) {
                check.fail("The topologies are not well.");
            }
            check.findings().forEach(finding -> System.out.println("FAILED " + finding));
            if (!check.findings().isEmpty()) {
                System.out.println("Log and data of the application: " + directory);
                return false;
            }
            System.out.println("All held.");
            sample.stop();
        }
        FileSystemUtils.deleteRecursively(directory);
        return true;
    }

    private HostileLoad loadOf(SampleProcess sample, BrokerProcess broker) {
        sample.awaitBoard();
        return new HostileLoad(broker.bootstrapServers(), rate);
    }

    private interface Phase {
        void run() throws Exception;
    }

    private static double rate(HostileLoad load, Phase phase) throws Exception {
        long before = load.processed();
        long startNs = System.nanoTime();
        phase.run();
        long processed = load.processed() - before;
        return processed * (double) TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - startNs);
    }

    private void attack(int port, int hostile, long first) throws Exception {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < SLOW_READERS; i++) {
            slow.add(slowReader(port));
        }
        HostileClients attackers = new HostileClients(port, check);
        attackers.send(hostile, clients, first);
        attackers.scan(SCANNERS, SCANS_EACH);
        for (Socket socket : slow) {
            socket.close();
        }
    }

    /** Asks for much, and reads a byte of it. */
    private static Socket slowReader(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setReceiveBufferSize(1024);
        socket.getOutputStream()
                .write("GET /actuator/streamsquery/word-count/word-count?limit=1000 HTTP/1.1\r\nHost: localhost\r\n\r\n"
                        .repeat(20)
                        .getBytes(StandardCharsets.US_ASCII));
        InputStream input = socket.getInputStream();
        if (input.read() < 0) {
            throw new IOException("No answer.");
        }
        return socket;
    }

    private void awaitIteratorsClosed(BoardClient board) {
        try {
            Awaitility.await().atMost(ITERATORS_CLOSED).until(() -> {
                List<String> open = openIterators(board);
                return !open.isEmpty() && open.stream().allMatch(line -> line.endsWith(" 0.0"));
            });
        } catch (ConditionTimeoutException e) {
            check.fail("Iterators are open " + ITERATORS_CLOSED.toSeconds() + " s later, or nothing tells of them: "
                    + openIterators(board));
        }
    }

    /** A line for each store. */
    private static List<String> openIterators(BoardClient board) {
        return board.get("/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith("kafka_stream_state_num_open_iterators{"))
                .toList();
    }

    /** Megabytes of the heap that are in use after a collection, when no record waits to be processed. */
    private static double heap(SampleProcess sample, BoardClient board, HostileLoad load, Path histogram)
            throws Exception {
        long behind = load.pause();
        sample.collectGarbage(histogram);
        double megabytes = board.json("/actuator/metrics/jvm.memory.used?tag=area:heap")
                        .at("/measurements/0/value")
                        .asDouble()
                / (1024 * 1024);
        load.resume();
        System.out.printf(
                "%s: %.1f MB, after %d records that had waited%n", histogram.getFileName(), megabytes, behind);
        return megabytes;
    }
}
