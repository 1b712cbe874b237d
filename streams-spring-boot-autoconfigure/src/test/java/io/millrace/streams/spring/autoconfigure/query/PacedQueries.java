package io.millrace.streams.spring.autoconfigure.query;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Asks some instances for every key of every store, over and over, fifty times a second. */
final class PacedQueries implements AutoCloseable {

    static final int PER_SECOND = 50;

    private static final int MOST_AT_A_TIME = 16;

    private final List<String> stores;
    private final int keys;
    private final Question question;
    private final Map<Integer, Integer> ports = new ConcurrentHashMap<>();
    private final Set<Integer> ending = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService askers = Executors.newFixedThreadPool(MOST_AT_A_TIME);
    private final long startNanos = System.nanoTime();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger right = new AtomicInteger();
    private final AtomicInteger byStandby = new AtomicInteger();
    private final AtomicInteger unreachable = new AtomicInteger();
    private final Map<String, AtomicInteger> refused = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    private long tookNanos;

    /** Asks an instance for a key of a store, and judges the answer. */
    interface Question {
        Judged ask(int port, String store, int key, boolean stale) throws Exception;
    }

    /**
     * An answer, judged.
     *
     * @param right whether it is the right one
     * @param byStandby whether a copy gave it
     * @param reason why there is none, null if there is one
     * @param wrong what is wrong with it, null if nothing is
     */
    record Judged(
            boolean right,
            boolean byStandby,
            @Nullable String reason,
            @Nullable String wrong) {

        static Judged right(boolean byStandby) {
            return new Judged(true, byStandby, null, null);
        }

        static Judged refused(String reason) {
            return new Judged(false, false, reason, null);
        }

        static Judged wrong(String wrong) {
            return new Judged(false, false, null, wrong);
        }
    }

    PacedQueries(List<String> stores, int keys, Question question, List<Integer> ports) {
        this.stores = stores;
        this.keys = keys;
        this.question = question;
        for (int slot = 0; slot < ports.size(); slot++) {
            this.ports.put(slot, ports.get(slot));
        }
        clock.scheduleAtFixedRate(
                () -> askers.execute(this::ask), 0, TimeUnit.SECONDS.toNanos(1) / PER_SECOND, TimeUnit.NANOSECONDS);
    }

    private void ask() {
        int number = next.getAndIncrement();
        int slot = number % ports.size();
        int turn = number / ports.size();
        String store = stores.get(turn % stores.size());
        int key = turn / stores.size() % keys;
        boolean stale = turn / stores.size() / keys % 2 == 0;
        asked.incrementAndGet();
        if (!isAnswered(slot, store, key, stale)) {
            // Whoever knocks where nobody is goes to the next.
            unreachable.incrementAndGet();
            if (!isAnswered((slot + 1) % ports.size(), store, key, stale)) {
                wrong.add(store + " " + key + ": nobody is there");
            }
        }
    }

    private boolean isAnswered(int slot, String store, int key, boolean stale) {
        int port = ports.get(slot);
        try {
            Judged judged = question.ask(port, store, key, stale);
            if (judged.right()) {
                right.incrementAndGet();
                byStandby.addAndGet(judged.byStandby() ? 1 : 0);
            } else if (judged.reason() != null) {
                refused.computeIfAbsent(judged.reason(), any -> new AtomicInteger())
                        .incrementAndGet();
            } else {
                wrong.add(store + " " + key + ": " + judged.wrong());
            }
            return true;
        } catch (Exception e) {
            boolean away = ending.contains(slot) || !Integer.valueOf(port).equals(ports.get(slot));
            if (away && isOfAnInstanceThatEnds(e)) {
                return false;
            }
            wrong.add(store + " " + key + ": " + e);
            return true;
        }
    }

    /** It refuses connections, or closes them before it has answered. It never leaves anybody waiting, nor answers anything else. */
    private static boolean isOfAnInstanceThatEnds(Exception e) {
        return e instanceof IOException && !(e instanceof HttpTimeoutException);
    }

    /** An instance ends, so that it need not be reached any more. */
    void ends(int slot) {
        ending.add(slot);
    }

    void isBack(int slot, int port) {
        ports.put(slot, port);
        ending.remove(slot);
    }

    /** Until so many more were asked. */
    void awaitMore(int queries) {
        int until = next.get() + queries;
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> next.get() >= until);
    }

    void stop() throws InterruptedException {
        tookNanos = System.nanoTime() - startNanos;
        clock.shutdown();
        clock.awaitTermination(10, TimeUnit.SECONDS);
        askers.shutdown();
        if (!askers.awaitTermination(30, TimeUnit.SECONDS)) {
            wrong.add("queries that nobody has answered 30 s after the last one was asked");
        }
    }

    List<String> wrong() {
        return List.copyOf(wrong);
    }

    Set<String> reasons() {
        return refused.keySet();
    }

    /** How many were to be asked. */
    long due() {
        return tookNanos * PER_SECOND / TimeUnit.SECONDS.toNanos(1);
    }

    int asked() {
        return asked.get();
    }

    int right() {
        return right.get();
    }

    int byStandby() {
        return byStandby.get();
    }

    String summary() {
        double seconds = (double) tookNanos / TimeUnit.SECONDS.toNanos(1);
        return String.format(
                "%d queries in %.0f s, %.1f a second: %d right (%d of them by copies), %d wrong, refused %s, %d to"
                        + " elsewhere",
                asked.get(),
                seconds,
                asked.get() / seconds,
                right.get(),
                byStandby.get(),
                wrong.size(),
                new TreeMap<>(refused),
                unreachable.get());
    }

    @Override
    public void close() {
        clock.shutdownNow();
        askers.shutdownNow();
    }
}
