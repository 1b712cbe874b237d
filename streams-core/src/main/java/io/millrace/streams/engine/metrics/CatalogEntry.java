package io.millrace.streams.engine.metrics;

import org.apache.kafka.common.metrics.Sensor.RecordingLevel;

/** A line of the catalogue: a metric, or several with a common stem that are measured together. */
public sealed interface CatalogEntry permits MetricCatalog, TaskCatalog, StoreCatalog {

    /** The metric's group, such as {@code stream-thread-metrics}. */
    String group();

    /** The metric's name, or what the names of several begin with, to which {@code -rate}, {@code -total}, {@code -avg}... are added. */
    String stem();

    /** From which recording level on it is recorded. */
    RecordingLevel level();

    /** What it tells: a sentence for a gauge, what is counted or measured for others. */
    String description();
}
