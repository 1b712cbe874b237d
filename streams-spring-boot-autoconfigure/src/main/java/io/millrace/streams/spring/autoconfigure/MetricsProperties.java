package io.millrace.streams.spring.autoconfigure;

import java.util.Set;
import org.apache.kafka.common.metrics.Sensor.RecordingLevel;
import org.jspecify.annotations.Nullable;

/** Metrics of the engine and of the Kafka clients. */
public class MetricsProperties {

    /** Whether to report metrics to the meter registry. */
    private @Nullable Boolean enabled;

    /** Which metrics to record: those of level info, or more. */
    private @Nullable RecordingLevel recordingLevel;

    /** Comma-separated list of the groups of metrics to report to the meter registry. By default all. */
    private @Nullable Set<MetricGroup> groups;

    public @Nullable Boolean getEnabled() {
        return enabled;
    }

    public void setEnabled(@Nullable Boolean enabled) {
        this.enabled = enabled;
    }

    public @Nullable RecordingLevel getRecordingLevel() {
        return recordingLevel;
    }

    public void setRecordingLevel(@Nullable RecordingLevel recordingLevel) {
        this.recordingLevel = recordingLevel;
    }

    public @Nullable Set<MetricGroup> getGroups() {
        return groups;
    }

    public void setGroups(@Nullable Set<MetricGroup> groups) {
        this.groups = groups;
    }

    /** A group of metrics, by what they are of. */
    public enum MetricGroup {
        /** The client of a topology. */
        CLIENT,
        /** Stream threads. */
        THREAD,
        /** Tasks. */
        TASK,
        /** Nodes of the topology. */
        NODE,
        /** Topics that are read and written. */
        TOPIC,
        /** State stores. */
        STATE,
        /** Record caches. */
        CACHE,
        /** Kafka consumers. */
        CONSUMER,
        /** Kafka producers. */
        PRODUCER,
        /** Kafka admin clients. */
        ADMIN
    }
}
