package io.millrace.streams.spring.observation;

import io.micrometer.observation.transport.SenderContext;
import io.millrace.streams.processor.TaskId;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** A record that is sent while another is processed. */
public final class RecordSendingContext extends SenderContext<Headers> {

    private final String topology;
    private final TaskId task;
    private final ProducerRecord<byte[], byte[]> record;

    /**
     * One record.
     *
     * @param topology name of the topology
     * @param task the task that sends it
     * @param record what is sent
     */
    public RecordSendingContext(String topology, TaskId task, ProducerRecord<byte[], byte[]> record) {
        super(HeaderCarrier::set);
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

    /** The task that sends the record. */
    public TaskId getTask() {
        return task;
    }

    /** What is sent. */
    public ProducerRecord<byte[], byte[]> getRecord() {
        return record;
    }
}
