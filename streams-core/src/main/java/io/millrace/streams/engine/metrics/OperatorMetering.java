package io.millrace.streams.engine.metrics;

import java.util.Map;

/** Lets an operator measure itself. The processor context that the engine gives to an operator is one of these. */
public interface OperatorMetering {

    /**
     * Metrics with the tags of the task, the thread and these; closed with the task.
     *
     * @param tags what tells the thing measured from others of the task
     */
    MetricScope metricsOf(Map<String, String> tags);

    /** The time, to measure how long something takes. */
    long nanoTime();

    /** The name of the operator's node. */
    String operatorName();
}
