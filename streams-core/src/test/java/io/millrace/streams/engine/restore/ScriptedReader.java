package io.millrace.streams.engine.restore;

import io.millrace.streams.engine.log.ChangelogReader;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.WakeupException;

/**
 * A reader whose polls wait until the test says what they bring, or until they are woken. Like a consumer it remembers a wakeup that comes when
 * nobody waits, and like a consumer it does not put up with two threads at a time.
 */
final class ScriptedReader implements ChangelogReader {

    private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Queue<Object> script = new ArrayDeque<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final AtomicReference<Thread> inside = new AtomicReference<>();
    private boolean wokenUp;
    private int polls;
    private int pollsEnded;

    /** What happened, but for polls. */
    final List<String> calls = new ArrayList<>();

    Runnable duringQuestions = () -> {};

    /** Lets one poll bring records. */
    synchronized void bring(Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records) {
        script.add(new ConsumerRecords<>(records, Map.of()));
        notifyAll();
    }

    /** Lets one poll fail. */
    synchronized void fail(Throwable error) {
        script.add(error);
        notifyAll();
    }

    /** Waits until so many polls have begun. */
    synchronized void awaitPolls(int count) {
        await(() -> polls >= count);
    }

    /** Waits until so many polls have ended. */
    synchronized void awaitPollsEnded(int count) {
        await(() -> pollsEnded >= count);
    }

    synchronized int polls() {
        return polls;
    }

    private synchronized void await(BooleanSupplier condition) {
        long endNanos = System.nanoTime() + DEADLINE_NANOS;
        try {
            while (!condition.getAsBoolean()) {
                long leftMs = (endNanos - System.nanoTime()) / 1_000_000;
                if (leftMs <= 0) {
                    throw new AssertionError("Nothing came: " + polls + " polls, " + pollsEnded + " ended");
                }
                wait(leftMs);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public int partitionsAtOnce() {
        return 9;
    }

    @Override
    public void assign(Collection<TopicPartition> partitions) {
        enter();
        positions.keySet().retainAll(partitions);
        calls.add("assign " + partitions);
        leave();
    }

    @Override
    public void seek(TopicPartition partition, long offset) {
        enter();
        positions.put(partition, offset);
        calls.add("seek " + partition + " " + offset);
        leave();
    }

    @Override
    public Map<String, Integer> partitionCounts(Set<String> topics) {
        return answer("counts", Map.of());
    }

    @Override
    public Map<TopicPartition, Long> beginningOffsets(Set<TopicPartition> partitions) {
        return answer("beginnings", Map.of());
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(Set<TopicPartition> partitions) {
        return answer("ends", Map.of());
    }

    @Override
    public Uuid instanceId(Duration timeout) {
        return answer("id", Uuid.ZERO_UUID);
    }

    private <T> T answer(String what, T answer) {
        enter();
        try {
            duringQuestions.run();
            synchronized (this) {
                if (wokenUp) {
                    wokenUp = false;
                    throw new WakeupException();
                }
            }
            calls.add(what);
            return answer;
        } finally {
            leave();
        }
    }

    @Override
    public long position(TopicPartition partition) {
        enter();
        try {
            return positions.get(partition);
        } finally {
            leave();
        }
    }

    /** As if every log ended at offset 100. */
    @Override
    public OptionalLong lag(TopicPartition partition) {
        return OptionalLong.of(100 - position(partition));
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        enter();
        try {
            return scripted();
        } finally {
            leave();
        }
    }

    private synchronized ConsumerRecords<byte[], byte[]> scripted() {
        polls++;
        notifyAll();
        try {
            await(() -> !script.isEmpty() || wokenUp);
            if (wokenUp) {
                wokenUp = false;
                return ConsumerRecords.empty();
            }
            Object next = script.poll();
            if (next instanceof RuntimeException failure) {
                throw failure;
            }
            if (next instanceof Error error) {
                throw error;
            }
            return brought(next);
        } finally {
            pollsEnded++;
            notifyAll();
        }
    }

    @SuppressWarnings("unchecked")
    private ConsumerRecords<byte[], byte[]> brought(Object next) {
        ConsumerRecords<byte[], byte[]> records = (ConsumerRecords<byte[], byte[]>) next;
        records.forEach(
                record -> positions.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1));
        return records;
    }

    @Override
    public synchronized void wakeup() {
        wokenUp = true;
        notifyAll();
    }

    @Override
    public void close() {
        enter();
        calls.add("close");
        leave();
    }

    private void enter() {
        Thread other = inside.compareAndExchange(null, Thread.currentThread());
        if (other != null) {
            throw new AssertionError(Thread.currentThread() + " comes while " + other + " is inside");
        }
    }

    private void leave() {
        inside.set(null);
    }
}
