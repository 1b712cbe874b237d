package io.millrace.streams.engine.task;

import io.millrace.streams.engine.config.TaskSettings;
import io.millrace.streams.engine.log.RecordSink;
import io.millrace.streams.engine.metrics.EngineMetrics;
import io.millrace.streams.engine.time.Clock;
import io.millrace.streams.processor.StateStore;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;

/**
 * What a worker lends to its tasks.
 *
 * @param settings the configuration of tasks
 * @param sink where records go
 * @param clock the time
 * @param lag records of an input partition that are known to be in the log but were not fetched yet, -1 if unknown
 * @param metrics the registry of metrics
 * @param threadName tag of the tasks' metrics
 * @param globals global stores by name, to be read by every processor
 */
public record TaskServices(
        TaskSettings settings,
        RecordSink sink,
        Clock clock,
        ToLongFunction<TopicPartition> lag,
        EngineMetrics metrics,
        String threadName,
        Map<String, StateStore> globals) {

    public TaskServices {
        globals = Map.copyOf(globals);
    }
}
