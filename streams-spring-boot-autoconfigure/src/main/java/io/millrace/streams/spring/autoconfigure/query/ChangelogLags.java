package io.millrace.streams.spring.autoconfigure.query;

import io.millrace.streams.KafkaStreams;
import io.millrace.streams.LagInfo;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the stores of this instance are behind their changelogs. The broker is asked at most once a second for each topology,
 * and nobody waits longer for it than a query may take. Safe for use by any thread.
 */
final class ChangelogLags {

    private static final Logger log = LoggerFactory.getLogger(ChangelogLags.class);
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Duration patience;

    /** Asking blocks; each topology is asked by one thread at a time, which ends when there is no more to ask. */
    private final Executor askers = Executors.newCachedThreadPool(ChangelogLags::thread);

    private final Map<String, Asked> asked = new ConcurrentHashMap<>();

    private record Asked(
            KafkaStreams client, long atNanos, CompletableFuture<Map<String, Map<Integer, LagInfo>>> lags) {

        boolean serves(KafkaStreams now) {
            return client == now && (!lags.isDone() || System.nanoTime() - atNanos < FRESH_NANOS);
        }
    }

    ChangelogLags(Duration patience) {
        this.patience = patience;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "streams-query-lags");
        thread.setDaemon(true);
        return thread;
    }

    /** The lags of the partitions of a store; nothing of those that are not known. */
    Map<Integer, Long> of(String topology, KafkaStreams client, String store) {
        Asked latest = asked.compute(
                topology,
                (name, last) -> last != null && last.serves(client)
                        ? last
                        : new Asked(
                                client,
                                System.nanoTime(),
                                CompletableFuture.supplyAsync(client::allLocalStorePartitionLags, askers)));
        try {
            Map<Integer, Long> lags = new HashMap<>();
            latest.lags()
                    .get(patience.toNanos(), TimeUnit.NANOSECONDS)
                    .getOrDefault(store, Map.of())
                    .forEach((partition, lag) -> lags.put(partition, lag.offsetLag()));
            return lags;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Map.of();
        } catch (ExecutionException | TimeoutException e) {
            log.debug("How far the stores of topology {} are behind is not known", topology, e);
            return Map.of();
        }
    }
}
