package io.millrace.streams.engine.restore;

import io.millrace.streams.engine.log.ChangelogReader;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one batch ahead: while the batch that was polled last is written to the stores, another thread fetches and decodes the next
 * one from the reader behind.
 *
 * <p>Seen from outside it is a reader like that one. Positions are those after the batch that was handed out, whatever was read since;
 * of a batch that waits, the records of a partition are dropped when it is sought, or assigned no more. An error of a read is thrown
 * by the poll that would have handed out its batch, and nothing is read before the next poll.
 *
 * <p>The reader behind is touched by one thread at a time. The reading thread touches it in a read only. The owner starts a read only
 * when none is under way, and touches the reader only through {@link #alone()}, which cuts a read short and waits for its end.
 */
public final class ReadAheadReader implements ChangelogReader {

    private final ChangelogReader reader;
    private final ExecutorService thread;

    /** Whether somebody called {@link #wakeup()} and nothing has ended because of it yet. */
    private final AtomicBoolean woken = new AtomicBoolean();

    /** Where partitions stand after what was handed out, or sought. */
    private final Map<TopicPartition, Place> places = new HashMap<>();

    /** The read to hand out next; it may be under way. */
    private @Nullable CompletableFuture<Batch> next;

    /**
     * Where a partition stands.
     *
     * @param position the offset to read next
     * @param lag how far that is from the end, if it was known then
     */
    private record Place(long position, OptionalLong lag) {}

    /** What a read brought, and where it left the partitions. */
    private record Batch(ConsumerRecords<byte[], byte[]> records, Map<TopicPartition, Place> places) {

        Batch only(Predicate<TopicPartition> kept) {
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> keptRecords = new HashMap<>();
            for (TopicPartition partition : records.partitions()) {
                keptRecords.put(partition, records.records(partition));
            }
            keptRecords.keySet().removeIf(kept.negate());
            Map<TopicPartition, OffsetAndMetadata> keptOffsets = new HashMap<>(records.nextOffsets());
            keptOffsets.keySet().removeIf(kept.negate());
            Map<TopicPartition, Place> keptPlaces = new HashMap<>(places);
            keptPlaces.keySet().removeIf(kept.negate());
            return new Batch(new ConsumerRecords<>(keptRecords, keptOffsets), keptPlaces);
        }
    }

    /**
     * A reader in front of another.
     *
     * @param reader reads for this one; owned from now on
     * @param thread where it reads; owned from now on, and nothing else may run there
     */
    public ReadAheadReader(ChangelogReader reader, ExecutorService thread) {
        this.reader = reader;
        this.thread = thread;
    }

    /** Half as many as without reading ahead: of each partition, a second batch may wait while the first is written. */
    @Override
    public int partitionsAtOnce() {
        return Math.max(1, reader.partitionsAtOnce() / 2);
    }

    @Override
    public void assign(Collection<TopicPartition> partitions) {
        Set<TopicPartition> assigned = Set.copyOf(partitions);
        alone().assign(partitions);
        places.keySet().retainAll(assigned);
        keepOnly(assigned::contains);
    }

    @Override
    public void seek(TopicPartition partition, long offset) {
        alone().seek(partition, offset);
        places.put(partition, new Place(offset, OptionalLong.empty()));
        keepOnly(other -> !other.equals(partition));
    }

    /** An error is forgotten: what was not read is read again, or fails again. */
    private void keepOnly(Predicate<TopicPartition> kept) {
        CompletableFuture<Batch> ended = next;
        next = ended == null || ended.isCompletedExceptionally()
                ? null
                : CompletableFuture.completedFuture(ended.join().only(kept));
    }

    @Override
    public Map<String, Integer> partitionCounts(Set<String> topics) {
        return ask(asked -> asked.partitionCounts(topics));
    }

    @Override
    public Map<TopicPartition, Long> beginningOffsets(Set<TopicPartition> partitions) {
        return ask(asked -> asked.beginningOffsets(partitions));
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(Set<TopicPartition> partitions) {
        return ask(asked -> asked.endOffsets(partitions));
    }

    @Override
    public long position(TopicPartition partition) {
        Place known = places.get(partition);
        return known == null ? ask(asked -> asked.position(partition)) : known.position;
    }

    @Override
    public OptionalLong lag(TopicPartition partition) {
        Place known = places.get(partition);
        return known == null ? OptionalLong.empty() : known.lag;
    }

    @Override
    public Uuid instanceId(Duration timeout) {
        return ask(asked -> asked.instanceId(timeout));
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        if (next == null) {
            next = startReading(timeout);
        }
        Batch batch = handOut(next);
        places.putAll(batch.places);
        next = startReading(timeout);
        return batch.records;
    }

    private Batch handOut(CompletableFuture<Batch> read) {
        try {
            Batch batch = read.get();
            woken.set(false);
            return batch;
        } catch (InterruptedException e) {
            throw new InterruptException(e); // The read goes on, and is handed out by another poll.
        } catch (ExecutionException e) {
            next = null;
            woken.set(false);
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        }
    }

    private CompletableFuture<Batch> startReading(Duration timeout) {
        Map<TopicPartition, Place> before = Map.copyOf(places);
        return CompletableFuture.supplyAsync(() -> read(timeout, before), thread);
    }

    /** Runs on the reading thread. */
    private Batch read(Duration timeout, Map<TopicPartition, Place> before) {
        ConsumerRecords<byte[], byte[]> records = reader.poll(timeout);
        Set<TopicPartition> partitions = new HashSet<>(before.keySet());
        partitions.addAll(records.partitions());
        Map<TopicPartition, Place> after = new HashMap<>();
        for (TopicPartition partition : partitions) {
            Place place = placeAfter(records.records(partition), partition, before.get(partition));
            if (place != null) {
                after.put(partition, place);
            }
        }
        return new Batch(records, after);
    }

    private @Nullable Place placeAfter(
            List<ConsumerRecord<byte[], byte[]>> records, TopicPartition partition, @Nullable Place before) {
        try {
            return new Place(reader.position(partition), reader.lag(partition));
        } catch (RetriableException | WakeupException e) { // What was read must be handed out all the same.
            return records.isEmpty()
                    ? before
                    : new Place(records.get(records.size() - 1).offset() + 1, OptionalLong.empty());
        }
    }

    /** The reader behind, when no read is under way. */
    private ChangelogReader alone() {
        CompletableFuture<Batch> read = next;
        if (read != null && !read.isDone()) {
            reader.wakeup();
            read.handle((batch, error) -> true).join();
        }
        return reader;
    }

    private <T> T ask(Function<ChangelogReader, T> question) {
        ChangelogReader asked = alone();
        try {
            return question.apply(asked);
        } catch (WakeupException e) {
            if (woken.getAndSet(false)) {
                throw e;
            }
            return question.apply(asked); // It was for the read, which had ended before.
        }
    }

    @Override
    public void wakeup() {
        woken.set(true);
        reader.wakeup();
    }

    /** Leaves no thread behind. */
    @Override
    public void close() {
        try {
            alone().close();
        } finally {
            next = null;
            thread.shutdown();
            awaitEnd();
        }
    }

    private void awaitEnd() {
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = thread.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
