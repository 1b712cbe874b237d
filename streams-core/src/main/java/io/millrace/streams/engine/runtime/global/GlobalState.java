package io.millrace.streams.engine.runtime.global;

import io.millrace.streams.engine.state.OriginScope;
import io.millrace.streams.engine.state.TaskState;
import io.millrace.streams.engine.state.UncommittedBudget;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Where the state of global stores is kept. */
@FunctionalInterface
public interface GlobalState {

    /**
     * Opens it.
     *
     * @param origins the record in hand
     * @param partitions what the stores are read from, each with its store
     * @param budget bytes of changes that are not written yet
     */
    TaskState open(OriginScope origins, Map<TopicPartition, String> partitions, UncommittedBudget budget);
}
