package io.millrace.streams.engine.runtime;

import io.millrace.streams.ClientInstanceIds;
import io.millrace.streams.errors.StreamsException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the Kafka clients of an application under which ids the broker knows their metrics, within one time limit. A client that does
 * not send metrics has none. Made for one question, by the thread that asks.
 */
final class InstanceIds {

    private final Duration timeout;
    private final long endNanos;
    private final long untilMs;
    private final Map<String, CompletableFuture<Uuid>> consumers = new HashMap<>();
    private final Map<String, CompletableFuture<Uuid>> producers = new HashMap<>();

    /**
     * @param elapsedMs the monotonic time by the clock of the workers
     */
    InstanceIds(Duration timeout, long elapsedMs) {
        this.timeout = timeout;
        this.untilMs = elapsedMs + timeout.toMillis();
        this.endNanos = System.nanoTime() + timeout.toNanos();
    }

    Duration timeout() {
        return timeout;
    }

    long untilMs() {
        return untilMs;
    }

    /** Expects the answer of a consumer, which only its own thread may ask. */
    void consumer(String clientId, CompletableFuture<Uuid> answer) {
        consumers.put(clientId, answer);
    }

    /** Asks a producer, on the calling thread. */
    void producer(String clientId, Function<Duration, Uuid> client) {
        producers.put(clientId, asked(client));
    }

    /** Asks the admin client, on the calling thread, and waits for all. */
    ClientInstanceIds answers(String adminId, Function<Duration, Uuid> client) {
        Uuid admin = await(adminId, asked(client));
        return new Answers(admin, awaitAll(consumers), awaitAll(producers));
    }

    private CompletableFuture<Uuid> asked(Function<Duration, Uuid> client) {
        CompletableFuture<Uuid> answer = new CompletableFuture<>();
        try {
            answer.complete(client.apply(Duration.ofNanos(remainingNanos())));
        } catch (RuntimeException e) { // Told by whoever awaits the answer.
            answer.completeExceptionally(e);
        }
        return answer;
    }

    private Map<String, Uuid> awaitAll(Map<String, CompletableFuture<Uuid>> answers) {
        Map<String, Uuid> ids = new HashMap<>();
        answers.forEach((client, answer) -> {
            Uuid id = await(client, answer);
            if (id != null) {
                ids.put(client, id);
            }
        });
        return Map.copyOf(ids);
    }

    private @Nullable Uuid await(String client, CompletableFuture<Uuid> answer) {
        try {
            return answer.get(remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new TimeoutException("Client " + client + " did not learn its instance id within " + timeout, e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IllegalStateException) {
                return null;
            }
            if (cause instanceof TimeoutException late) {
                throw late;
            }
            throw new StreamsException("Client " + client + " did not learn its instance id: " + cause, cause);
        }
    }

    private long remainingNanos() {
        return Math.max(0L, endNanos - System.nanoTime());
    }

    private record Answers(
            @Nullable Uuid admin, Map<String, Uuid> consumerInstanceIds, Map<String, Uuid> producerInstanceIds)
            implements ClientInstanceIds {

        @Override
        public Uuid adminInstanceId() {
            if (admin == null) {
                throw new IllegalStateException(
                        "The admin client does not push its metrics; set admin.enable.metrics.push to true for that");
            }
            return admin;
        }
    }
}
