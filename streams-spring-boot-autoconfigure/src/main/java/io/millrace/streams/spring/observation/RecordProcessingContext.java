package io.millrace.streams.spring.observation;

import io.micrometer.observation.transport.ReceiverContext;
import io.millrace.streams.processor.RecordContext;
import io.millrace.streams.processor.TaskId;
import org.apache.kafka.common.header.Headers;

/** A source record that is processed. */
public final class RecordProcessingContext extends ReceiverContext<Headers> {

    private final String topology;
    private final TaskId task;
    private final RecordContext record;

    /**
     * One record.
     *
     * @param topology name of the topology
     * @param task the task that processes it
     * @param record where it comes from; has a topic
     */
    public RecordProcessingContext(String topology, TaskId task, RecordContext record) {
        super(HeaderCarrier::get);
        this.topology = topology;
        this.task = task;
        this.record = record;
        setCarrier(record.headers());
        setRemoteServiceName(HeaderCarrier.SERVICE);
    }

    /** Name of the topology. */
    public String getTopology() {
        return topology;
    }

    /** The task that processes the record. */
    public TaskId getTask() {
        return task;
    }

    /** Where the record comes from. */
    public RecordContext getRecord() {
        return record;
    }
}
