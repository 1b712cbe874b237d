package io.millrace.streams.engine.runtime;

import io.millrace.streams.engine.config.EngineSettings;
import io.millrace.streams.engine.log.LogPosition;
import io.millrace.streams.engine.log.TopicCatalog;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be done now and then, on a thread of its own: deletes the records of repartition topics that were processed, and the
 * directories of tasks that went elsewhere long ago, and watches whether the brokers are heard.
 */
final class Housekeeping implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

    private final TopicCatalog topics;
    private final TaskDirectories directories;
    private final Set<String> repartitions;
    private final Map<TopicPartition, Long> consumed = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread;

    Housekeeping(String clientId, TopicCatalog topics, TaskDirectories directories, Set<String> repartitions) {
        this.topics = topics;
        this.directories = directories;
        this.repartitions = Set.copyOf(repartitions);
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, clientId + "-housekeeping");
            made.setDaemon(true);
            return made;
        });
    }

    void start(EngineSettings settings, BrokerWatch brokers) {
        repeat(brokers::look, BrokerWatch.INTERVAL.toMillis());
        repeat(this::purge, settings.worker().purgeInterval().toMillis());
        repeat(directories::clean, settings.state().cleanupDelay().toMillis());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // It ends with the executor.
    private void repeat(Runnable work, long intervalMs) {
        thread.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        log.warn("Housekeeping failed, and will be tried again in {} ms", intervalMs, e);
                    }
                },
                intervalMs,
                intervalMs,
                TimeUnit.MILLISECONDS);
    }

    /** Notes committed input positions: what is before them in a repartition topic is not needed any more. Any thread may call. */
    void committed(Map<TopicPartition, LogPosition> inputs) {
        inputs.forEach((partition, position) -> {
            if (repartitions.contains(partition.topic())) {
                consumed.put(partition, position.offset());
            }
        });
    }

    private void purge() {
        Map<TopicPartition, Long> offsets = new HashMap<>(consumed);
        if (!offsets.isEmpty()) {
            topics.deleteRecordsBefore(offsets);
            offsets.forEach(consumed::remove);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
