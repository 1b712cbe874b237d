package io.millrace.streams.engine.kafka;

import io.millrace.streams.engine.crash.CrashPoint;
import io.millrace.streams.engine.log.RecordOrigin;
import io.millrace.streams.engine.log.RecordSink;
import io.millrace.streams.engine.log.WorkLostException;
import io.millrace.streams.errors.ProductionExceptionHandler;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.TaskId;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The output of one worker, written by a Kafka producer. Used by the worker's thread only, apart from {@link #instanceId},
 * {@link #isWaiting} and {@link #abandon}.
 *
 * <p>Answers arrive on the producer's thread. There, an accepted changelog record raises the acknowledged offset of its
 * partition, and a refused record is put aside; what a refusal means is decided on the worker's thread, at its next call here.
 */
public final class ProducerSink implements RecordSink {

    private static final Logger log = LoggerFactory.getLogger(ProducerSink.class);

    /**
     * How many records may wait for their answers. Each is kept until then, with what caused it, so that an error can be told whole; the
     * buffer of a producer holds hundreds of thousands, which would cost more to collect as garbage than to send.
     */
    private static final int MAX_UNANSWERED_RECORDS = 32_768;

    /** How many records are sent between two looks at how many were answered: the producer's thread writes that all the time. */
    private static final int LOOK_EVERY_RECORDS = 256;

    private final String name;
    private final Outlet outlet;
    private final Refusals refusals;
    private final Duration closeTimeout;
    private final Map<TopicPartition, Acknowledged> changelogs = new HashMap<>();
    private final Map<TopicPartition, Acknowledged> appended = new LinkedHashMap<>();
    private final AtomicInteger answered = new AtomicInteger();
    private int sent;
    private volatile boolean abandoned;

    /**
     * Writes with a producer, which is owned from now on.
     *
     * @param name the worker's name, for messages
     * @param handler asked about each refused record, on the worker's thread
     * @param closeTimeout how long closing may wait for records that are on their way
     */
    public ProducerSink(
            String name, Producer<byte[], byte[]> producer, ProductionExceptionHandler handler, Duration closeTimeout) {
        this(name, new PlainOutlet(producer, new BrokerCalls()), handler, closeTimeout);
    }

    /**
     * Writes in transactions, whose producer is owned from now on.
     *
     * @param name the worker's name, for messages
     * @param handler asked about each refused record, on the worker's thread
     * @param closeTimeout how long closing may wait for records that are on their way
     */
    public ProducerSink(
            String name, Transactions transactions, ProductionExceptionHandler handler, Duration closeTimeout) {
        this(name, (Outlet) transactions, handler, closeTimeout);
    }

    private ProducerSink(String name, Outlet outlet, ProductionExceptionHandler handler, Duration closeTimeout) {
        this.name = name;
        this.outlet = outlet;
        this.refusals = new Refusals(handler, this::sendDeadLetter, outlet.isAtomic());
        this.closeTimeout = closeTimeout;
    }

    @Override
    public void send(ProducerRecord<byte[], byte[]> record, SendOrigin origin) {
        decide();
        send(new SentRecord(record, origin));
    }

    @Override
    public void append(
            TopicPartition changelog,
            byte[] key,
            byte @Nullable [] value,
            long timestampMs,
            @Nullable Headers headers,
            TaskId task) {
        decide();
        Acknowledged acknowledged = changelogs.computeIfAbsent(changelog, partition -> new Acknowledged());
        appended.put(changelog, acknowledged);
        send(new AppendedRecord(
                new ProducerRecord<>(changelog.topic(), changelog.partition(), timestampMs, key, value, headers),
                task,
                acknowledged));
    }

    @Override
    public int partitionCount(String topic) {
        outlet.calls().begin();
        try {
            return outlet.producer().partitionsFor(topic).size();
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            throw ClientErrors.explained(
                    "The partitions of the output topic '" + topic + "' are not known; does it exist?", e);
        } finally {
            outlet.calls().end();
        }
    }

    /**
     * The id under which the broker knows the client's metrics. Blocks for the broker's answer. May be called by any thread.
     *
     * @throws IllegalStateException if the client does not send its metrics to the broker
     */
    public Uuid instanceId(Duration timeout) {
        return outlet.producer().clientInstanceId(timeout);
    }

    @Override
    public void close() {
        try {
            outlet.producer().close(closeTimeout);
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            throw ClientErrors.explained("Closing the output of " + name + " failed", e);
        }
    }

    /** Whether the worker waits for the brokers to take its output now. May be called by any thread. */
    public boolean isWaiting() {
        return outlet.calls().isWaiting();
    }

    /** Gives up what the brokers have not taken, and all that follows: whoever waits for it gets an error. May be called by any thread. */
    public void abandon() {
        abandoned = true;
        try {
            outlet.producer().close(Duration.ZERO);
        } catch (KafkaException e) {
            log.debug("The producer of {} did not close cleanly", name, e);
        }
    }

    void forgetAppended(Set<TopicPartition> partitions) {
        appended.keySet().removeAll(partitions);
        changelogs.keySet().removeAll(partitions); // Others may append before they are ours again.
    }

    /** Waits until everything sent was answered, and acts on the refusals. */
    void flush() {
        CrashPoint.BEFORE_FLUSH.pass();
        flushProducer();
        while (decide()) {
            flushProducer(); // Dead-letter records were sent.
        }
    }

    /** What was refused because the producer was taken away is nobody's decision. */
    private boolean decide() {
        requireNotAbandoned();
        return refusals.decide();
    }

    private void requireNotAbandoned() {
        if (abandoned) {
            throw new WorkLostException("The brokers did not take the output of " + name + " in time", null);
        }
    }

    private void flushProducer() {
        outlet.calls().begin();
        try {
            outlet.producer().flush();
            sent = 0;
            answered.set(0);
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException | IllegalStateException e) {
            String what = "The output of " + name + " could not be flushed: " + ClientErrors.describe(e);
            throw outlet.isAtomic() ? new WorkLostException(what, e) : new StreamsException(what, e);
        } finally {
            outlet.calls().end();
        }
    }

    /** The next offset of each changelog partition appended to since {@link #forgetAppended()}. Flush first. */
    Map<TopicPartition, Long> appendedOffsets() {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        appended.forEach((partition, acknowledged) -> {
            if (acknowledged.nextOffset >= 0) {
                offsets.put(partition, acknowledged.nextOffset);
            }
        });
        return offsets;
    }

    void forgetAppended() {
        appended.clear();
    }

    /** What was sent is in the log for good. */
    void committed() {
        appended.clear();
        refusals.committed();
    }

    /** Waits until everything sent was answered, and forgets the answers: the work behind it will be done again. */
    void discard() {
        outlet.calls().begin();
        try {
            outlet.producer().flush();
        } finally {
            outlet.calls().end();
        }
        forgetAnswers();
    }

    /** Forgets what was answered so far: the work behind it will be done again. */
    void forgetAnswers() {
        refusals.clear();
        appended.clear();
    }

    private void sendDeadLetter(ProducerRecord<byte[], byte[]> record, SendOrigin origin) {
        send(new DeadLetter(record, origin));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The callback is told.
    private void send(Unanswered unanswered) {
        ProducerRecord<byte[], byte[]> record = unanswered.record;
        if (refusals.hasDropped() && refusals.isDropped(record, unanswered.origin())) {
            return;
        }
        if (tooManyAreUnanswered()) {
            flushProducer();
            requireNotAbandoned();
        }
        sent++;
        CrashPoint.BEFORE_SEND.pass();
        try {
            Producer<byte[], byte[]> producer = outlet.join();
            outlet.calls().begin();
            producer.send(record, unanswered);
        } catch (InterruptException | WorkLostException e) {
            throw e;
        } catch (KafkaException | IllegalStateException e) {
            throw refused(record, unanswered.origin(), e);
        } finally {
            outlet.calls().end();
        }
    }

    private boolean tooManyAreUnanswered() {
        return sent % LOOK_EVERY_RECORDS == 0 && sent - answered.get() > MAX_UNANSWERED_RECORDS;
    }

    private RuntimeException refused(ProducerRecord<byte[], byte[]> record, SendOrigin origin, RuntimeException error) {
        String what = "Node '" + origin.node() + "' of task " + origin.task() + " cannot send to topic '"
                + record.topic() + "': " + ClientErrors.describe(error);
        if (outlet.isAtomic() && !ClientErrors.isFatal(error)) {
            refusals.decide(); // A record before this one may be the reason.
            return new WorkLostException(what, error);
        }
        return new StreamsException(what, error, origin.task());
    }

    private static RecordOrigin nothingRead(long timestampMs) {
        return new RecordOrigin(null, -1, -1L, timestampMs, new RecordHeaders(), null, null);
    }

    /** A record that was sent, until the producer's thread tells what became of it. */
    private abstract class Unanswered implements Callback {

        final ProducerRecord<byte[], byte[]> record;

        Unanswered(ProducerRecord<byte[], byte[]> record) {
            this.record = record;
        }

        /** What it is blamed on if it is refused. */
        abstract SendOrigin origin();

        void accepted(RecordMetadata metadata) {}

        Refusals.Entry refused(Exception error) {
            return new Refusals.Refusal(record, origin(), error);
        }

        @Override
        public void onCompletion(RecordMetadata metadata, @Nullable Exception error) {
            answered.getAndIncrement();
            if (error == null) {
                accepted(metadata);
            } else {
                refusals.add(refused(error));
            }
        }
    }

    private class SentRecord extends Unanswered {

        private final SendOrigin origin;

        SentRecord(ProducerRecord<byte[], byte[]> record, SendOrigin origin) {
            super(record);
            this.origin = origin;
        }

        @Override
        SendOrigin origin() {
            return origin;
        }
    }

    private final class DeadLetter extends SentRecord {

        DeadLetter(ProducerRecord<byte[], byte[]> record, SendOrigin origin) {
            super(record, origin);
        }

        @Override
        Refusals.Entry refused(Exception error) {
            return new Refusals.LostDeadLetter(record, origin(), error);
        }
    }

    private final class AppendedRecord extends Unanswered {

        private final TaskId task;
        private final Acknowledged acknowledged;

        AppendedRecord(ProducerRecord<byte[], byte[]> record, TaskId task, Acknowledged acknowledged) {
            super(record);
            this.task = task;
            this.acknowledged = acknowledged;
        }

        @Override
        SendOrigin origin() {
            return new SendOrigin(task, record.topic(), nothingRead(record.timestamp()));
        }

        @Override
        void accepted(RecordMetadata metadata) {
            acknowledged.raise(metadata);
        }
    }

    /** The end of a changelog partition as far as it was acknowledged. Raised by the producer's thread only. */
    private static final class Acknowledged {

        private volatile long nextOffset = -1L;

        void raise(RecordMetadata metadata) {
            if (metadata.hasOffset() && metadata.offset() >= nextOffset) {
                nextOffset = metadata.offset() + 1;
            }
        }
    }
}
