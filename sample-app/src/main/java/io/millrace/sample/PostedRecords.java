package io.millrace.sample;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.stereotype.Component;

/** Takes what is posted, as far as it may go, and sends it to Kafka. Safe for use by any thread. */
@Component
final class PostedRecords implements DisposableBean {

    /**
     * Most bytes of a line or a report. What the topologies make of one is larger: a word is key and value of its record, and
     * may take more bytes in lower case.
     */
    static final int LARGEST_RECORD = 300_000;

    static final int LARGEST_BODY = 4 * 1024 * 1024;
    static final int MOST_LINES = 10_000;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KafkaTemplate<String, String> kafka;
    private final Duration patience;

    @Autowired
    PostedRecords(ProducerFactory<String, String> producers) {
        this(producers, PATIENCE);
    }

    /** With a producer of its own: the one of the feeder waits for a broker for as long as it takes. */
    PostedRecords(ProducerFactory<String, String> producers, Duration patience) {
        this(
                new KafkaTemplate<>(
                        producers,
                        Map.of(
                                ProducerConfig.CLIENT_ID_CONFIG,
                                "posted-records",
                                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                                longestSend(patience).toMillis(),
                                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                                Math.toIntExact(longestSend(patience).toMillis()),
                                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                                Math.toIntExact(patience.toMillis()))),
                patience);
    }

    PostedRecords(KafkaTemplate<String, String> kafka, Duration patience) {
        this.kafka = kafka;
        this.patience = patience;
    }

    /** A send waits itself, for a leader or for room. */
    private static Duration longestSend(Duration patience) {
        return patience.dividedBy(2);
    }

    /** What is posted is not taken. */
    static final class RefusedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final HttpStatus status;

        RefusedException(HttpStatus status, String message, @Nullable Throwable cause) {
            super(message, cause);
            this.status = status;
        }

        HttpStatus status() {
            return status;
        }
    }

    /** Reads a body; of more than it may have, no more than that. */
    String text(MediaType type, InputStream body) {
        byte[] bytes;
        try {
            bytes = body.readNBytes(LARGEST_BODY + 1);
        } catch (IOException e) {
            throw new RefusedException(HttpStatus.BAD_REQUEST, "The body ended before its end.", e);
        }
        if (bytes.length > LARGEST_BODY) {
            throw tooLarge("The body has more than " + LARGEST_BODY + " bytes; post it in parts.", null);
        }
        Charset charset = type.getCharset();
        return new String(bytes, charset == null ? StandardCharsets.UTF_8 : charset);
    }

    /** The lines of a text. */
    List<String> lines(String text) {
        List<String> lines = text.lines().limit(MOST_LINES + 1L).toList();
        if (lines.size() > MOST_LINES) {
            throw tooLarge("The body has more than " + MOST_LINES + " lines; post it in parts.", null);
        }
        return lines;
    }

    /**
     * Sends records, and waits until Kafka has them.
     *
     * @throws RefusedException if one is too large, and then none is sent; or if Kafka does not take them, or not in time
     */
    void append(String topic, @Nullable String key, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            int bytes = values.get(i).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > LARGEST_RECORD) {
                throw tooLarge(
                        "Line " + (i + 1) + " has " + bytes + " bytes; a record may have " + LARGEST_RECORD + ".",
                        null);
            }
        }
        long startNanos = System.nanoTime();
        List<CompletableFuture<?>> sends = new ArrayList<>();
        try {
            for (String value : values) {
                // None begins that might end too late.
                leftNanos(startNanos, longestSend(patience));
                sends.add(kafka.send(new ProducerRecord<>(topic, key, value)));
            }
            CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new))
                    .get(leftNanos(startNanos, Duration.ZERO), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw unavailable(
                    "Kafka does not confirm it in " + patience.toSeconds() + " s; it may have it in part.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("The application ends; Kafka may have it in part.", e);
        } catch (ExecutionException
                | IllegalStateException // of a producer that is closed
                | org.springframework.kafka.KafkaException
                | org.apache.kafka.common.KafkaException e) {
            throw NestedExceptionUtils.getMostSpecificCause(e) instanceof RecordTooLargeException
                    ? tooLarge("Kafka takes no record as large as one of these; it may have the others.", e)
                    : unavailable("Kafka does not take it now; it may have it in part.", e);
        }
    }

    private long leftNanos(long startNanos, Duration reserve) throws TimeoutException {
        long left = patience.minus(reserve).toNanos() - (System.nanoTime() - startNanos);
        if (left <= 0) {
            throw new TimeoutException();
        }
        return left;
    }

    @Override
    public void destroy() {
        kafka.destroy();
    }

    private static RefusedException tooLarge(String message, @Nullable Throwable cause) {
        return new RefusedException(HttpStatus.CONTENT_TOO_LARGE, message, cause);
    }

    private static RefusedException unavailable(String message, Throwable cause) {
        return new RefusedException(HttpStatus.SERVICE_UNAVAILABLE, message, cause);
    }
}
