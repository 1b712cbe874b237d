package io.millrace.verification.chaos.faults.app;

import io.millrace.streams.KafkaStreams;
import io.millrace.streams.TaskMetadata;
import io.millrace.streams.ThreadMetadata;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;

/** Looks at the instance a few times a second, and says which tasks run, and whether its brokers are silent. Its thread's own. */
final class Watch implements Runnable {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** What was written is on the disk after five seconds, or somewhat more on a busy machine. */
    private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(40);

    /** As the starter's health has it. */
    private static final long SILENCE_MS = 10_000;

    private final KafkaStreams streams;
    private final Metric silence;
    private final Map<TopicPartition, Long> sinceNanos = new HashMap<>();
    private final Set<TopicPartition> settled = new HashSet<>();
    private boolean up = true;
    private int rebalances;

    Watch(KafkaStreams streams) {
        this.streams = streams;
        this.silence = streams.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("broker-silence-ms"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void run() {
        while (true) {
            lookAtTasks(System.nanoTime());
            lookAtBrokers();
            lookAtGroup();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void lookAtTasks(long nowNanos) {
        Set<TopicPartition> owned = owned();
        sinceNanos.keySet().removeIf(changelog -> {
            boolean gone = !owned.contains(changelog);
            if (gone) {
                settled.remove(changelog);
                Said.line(Said.GONE, changelog);
            }
            return gone;
        });
        for (TopicPartition changelog : owned) {
            if (sinceNanos.putIfAbsent(changelog, nowNanos) == null) {
                Said.line(Said.OWNED, changelog);
            } else if (nowNanos - sinceNanos.get(changelog) > SETTLED_NANOS && settled.add(changelog)) {
                Said.line(Said.SETTLED, changelog);
            }
        }
    }

    private Set<TopicPartition> owned() {
        Set<TopicPartition> owned = new HashSet<>();
        for (ThreadMetadata thread : streams.metadataForLocalThreads()) {
            if (!thread.threadState().equals("RUNNING")) {
                continue;
            }
            for (TaskMetadata task : thread.activeTasks()) {
                for (TopicPartition input : task.topicPartitions()) {
                    for (String store : FaultTopology.storesBehind(input.topic())) {
                        owned.add(new TopicPartition(FaultTopology.changelog(store), input.partition()));
                    }
                }
            }
        }
        return owned;
    }

    private void lookAtBrokers() {
        boolean heard = ((Number) silence.metricValue()).longValue() < SILENCE_MS;
        if (heard != up) {
            up = heard;
            Said.line(Said.HEALTH, up ? "UP" : "DOWN");
        }
    }

    private void lookAtGroup() {
        int most = streams.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("rebalance-total"))
                .mapToInt(metric -> ((Number) metric.getValue().metricValue()).intValue())
                .max()
                .orElse(0);
        if (most != rebalances) {
            rebalances = most;
            Said.line(Said.REBALANCES, most);
        }
    }
}
