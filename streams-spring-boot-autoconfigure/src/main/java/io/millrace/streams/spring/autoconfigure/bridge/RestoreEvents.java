package io.millrace.streams.spring.autoconfigure.bridge;

import io.millrace.streams.processor.StateRestoreListener;
import io.millrace.streams.spring.StateRestoreEvent;
import io.millrace.streams.spring.StateRestoreEvent.Stage;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Passes what a topology tells of its restores on to listener beans, and publishes events. Called by threads that restore; what
 * listeners of events throw is logged, what listener beans throw fails the restore, as it does without Spring.
 */
public final class RestoreEvents implements StateRestoreListener {

    private static final Logger log = LoggerFactory.getLogger(RestoreEvents.class);

    private final String topology;
    private final List<StateRestoreListener> beans;
    private final ApplicationEventPublisher events;

    /**
     * Makes a listener.
     *
     * @param topology name of the topology
     * @param beans who else is told
     * @param events where events go
     */
    public RestoreEvents(String topology, List<StateRestoreListener> beans, ApplicationEventPublisher events) {
        this.topology = topology;
        this.beans = List.copyOf(beans);
        this.events = events;
    }

    @Override
    public void onRestoreStart(TopicPartition partition, String store, long startingOffset, long endingOffset) {
        for (StateRestoreListener bean : beans) {
            bean.onRestoreStart(partition, store, startingOffset, endingOffset);
        }
        publish(Stage.STARTED, partition, store, Math.max(0, endingOffset - startingOffset));
    }

    @Override
    public void onBatchRestored(TopicPartition partition, String store, long batchEndOffset, long restored) {
        for (StateRestoreListener bean : beans) {
            bean.onBatchRestored(partition, store, batchEndOffset, restored);
        }
    }

    @Override
    public void onRestoreEnd(TopicPartition partition, String store, long totalRestored) {
        for (StateRestoreListener bean : beans) {
            bean.onRestoreEnd(partition, store, totalRestored);
        }
        publish(Stage.ENDED, partition, store, totalRestored);
    }

    @Override
    public void onRestoreSuspended(TopicPartition partition, String store, long totalRestored) {
        for (StateRestoreListener bean : beans) {
            bean.onRestoreSuspended(partition, store, totalRestored);
        }
        publish(Stage.SUSPENDED, partition, store, totalRestored);
    }

    private void publish(Stage stage, TopicPartition partition, String store, long records) {
        try {
            events.publishEvent(new StateRestoreEvent(topology, store, partition.partition(), stage, records));
        } catch (RuntimeException e) {
            log.warn("A listener failed on the restore of store {} of topology {}", store, topology, e);
        }
    }
}
