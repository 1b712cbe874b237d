package io.millrace.streams.engine.log;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** How a worker makes its outputs and its progress permanent. The only place that knows the processing guarantee. */
public interface CommitProtocol {

    /**
     * Waits until everything sent was accepted, then commits the input positions. When it returns, both are permanent. When it
     * throws, the input positions may not be.
     *
     * @param inputs the next offset to read of each input partition that advanced
     * @throws CommitDeferredException if the same positions have to be published again after the next poll
     * @throws io.millrace.streams.errors.TaskMigratedException if the tasks are another's now: nothing more may be committed
     * @throws io.millrace.streams.errors.TaskCorruptedException if the work since the last publish has to be done again
     * @return the next offset of each changelog partition appended to since the last call
     */
    Map<TopicPartition, Long> publish(Map<TopicPartition, LogPosition> inputs);

    /** Drops what was sent since the last publish, where the guarantee allows it. */
    void abort();
}
