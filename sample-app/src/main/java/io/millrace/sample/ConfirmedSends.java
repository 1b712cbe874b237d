package io.millrace.sample;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends that go out without waiting for each other. The first that fails makes the next call throw, so that nobody goes
 * on in the belief that all is well.
 */
final class ConfirmedSends {

    private final KafkaTemplate<String, String> kafka;
    private final JsonMapper json;
    private final Runnable onConfirmed;
    private final List<CompletableFuture<?>> sends = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    ConfirmedSends(KafkaTemplate<String, String> kafka, JsonMapper json, Runnable onConfirmed) {
        this.kafka = kafka;
        this.json = json;
        this.onConfirmed = onConfirmed;
    }

    void send(String topic, Instant timestamp, String key, Object value) {
        throwFailure();
        ProducerRecord<String, String> record =
                new ProducerRecord<>(topic, null, timestamp.toEpochMilli(), key, json.writeValueAsString(value));
        sends.add(kafka.send(record).whenComplete((sent, failed) -> {
            if (failed == null) {
                onConfirmed.run();
            } else {
                failure.compareAndSet(null, failed);
            }
        }));
    }

    /** Returns when the broker has everything that was sent. */
    void awaitAll() {
        CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new)).join();
    }

    private void throwFailure() {
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("A record could not be published.", failed);
        }
    }
}
