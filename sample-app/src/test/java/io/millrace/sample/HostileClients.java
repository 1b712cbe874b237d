package io.millrace.sample;

import io.millrace.sample.HostileRequest.Concern;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Several clients that send hostile requests to one application at the same time. */
final class HostileClients {

    private static final String SCAN = "/actuator/streamsquery/flights-by-airport/flights-by-airport?limit=";
    private static final String SCAN_OF_WORDS = "/actuator/streamsquery/word-count/word-count?limit=";

    private final int port;
    private final HostileCheck check;

    HostileClients(int port, HostileCheck check) {
        this.port = port;
        this.check = check;
    }

    /** Sends requests; which ones follows from the seed, which client sends which and when does not. */
    void send(int requests, int clients, long seed) throws InterruptedException {
        List<String> cursors = cursors();
        AtomicInteger left = new AtomicInteger(requests);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            HostileRequests source = new HostileRequests(seed + i, cursors);
            threads.add(new Thread(() -> sendAll(source, left), "hostile-" + i));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Has so many clients read all that there is, page by page, so many times each. */
    void scan(int clients, int times) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            threads.add(new Thread(() -> scanAll(times), "scan-" + i));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void scanAll(int times) {
        try (RawConnection connection = new RawConnection(port)) {
            for (int i = 0; i < times; i++) {
                HostileRequest request = new HostileRequest(
                        "GET",
                        (i % 2 == 0 ? SCAN : SCAN_OF_WORDS) + "1000&scope=any",
                        List.of("Host: localhost"),
                        new byte[0],
                        Concern.OPERATION);
                check.check(request, connection.send(request));
            }
        } catch (IOException | RuntimeException e) {
            check.fail("A scan failed: " + e);
        }
    }

    private void sendAll(HostileRequests source, AtomicInteger left) {
        try (RawConnection connection = new RawConnection(port)) {
            while (left.getAndDecrement() > 0) {
                HostileRequest request = source.next();
                try {
                    check.check(request, connection.send(request));
                } catch (IOException | RuntimeException e) {
                    check.fail(e + " after " + request);
                    connection.close();
                }
            }
        } catch (IOException e) {
            check.fail("A connection could not be closed: " + e);
        }
    }

    /** Cursors as the application gives them, of two stores. */
    private List<String> cursors() {
        BoardClient board = new BoardClient(port);
        List<String> cursors = new ArrayList<>();
        for (int limit = 1; limit < 5; limit++) {
            cursors.add(board.json(SCAN + limit).at("/page/next").asString());
        }
        cursors.add(board.json(SCAN + "3&scope=any").at("/page/next").asString());
        return cursors;
    }
}
