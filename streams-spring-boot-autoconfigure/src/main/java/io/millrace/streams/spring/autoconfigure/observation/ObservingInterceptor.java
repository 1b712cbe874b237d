package io.millrace.streams.spring.autoconfigure.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.millrace.streams.errors.StreamsException;
import io.millrace.streams.processor.ProcessingInterceptor;
import io.millrace.streams.processor.RecordContext;
import io.millrace.streams.processor.TaskId;
import io.millrace.streams.spring.observation.DefaultRecordProcessingConvention;
import io.millrace.streams.spring.observation.DefaultRecordSendingConvention;
import io.millrace.streams.spring.observation.RecordProcessingContext;
import io.millrace.streams.spring.observation.RecordProcessingConvention;
import io.millrace.streams.spring.observation.RecordSendingContext;
import io.millrace.streams.spring.observation.RecordSendingConvention;
import io.millrace.streams.spring.observation.StreamsObservation;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Configurable;
import org.jspecify.annotations.Nullable;

/**
 * Observes each source record that is processed, and within that each record that is sent. What is sent outside of any observation,
 * by a commit, keeps the headers that it has from the record behind it. Made by the engine, once for each client.
 */
public final class ObservingInterceptor implements ProcessingInterceptor, Configurable {

    /** Key of the configuration that holds the {@link Target}. */
    static final String TARGET = "streams.spring.observation-target";

    private static final RecordProcessingConvention PROCESSING = new DefaultRecordProcessingConvention();
    private static final RecordSendingConvention SENDING = new DefaultRecordSendingConvention();

    private Target target = new Target("", ObservationRegistry.NOOP, null, null);

    /**
     * Where observations go.
     *
     * @param topology name of the topology
     * @param registry the application's registry
     * @param processing the application's convention, null if it has none
     * @param sending the application's convention, null if it has none
     */
    record Target(
            String topology,
            ObservationRegistry registry,
            @Nullable RecordProcessingConvention processing,
            @Nullable RecordSendingConvention sending) {}

    /** Called by the engine. */
    public ObservingInterceptor() {}

    @Override
    public void configure(Map<String, ?> configs) {
        if (!(configs.get(TARGET) instanceof Target given)) {
            throw new IllegalArgumentException("The configuration holds no registry under " + TARGET
                    + "; it must reach the engine as objects, not as strings");
        }
        target = given;
    }

    @Override
    public Step processing(TaskId task, RecordContext record) {
        return begun(StreamsObservation.PROCESS.observation(
                target.processing(),
                PROCESSING,
                () -> new RecordProcessingContext(target.topology(), task, record),
                target.registry()));
    }

    @Override
    public Step sending(TaskId task, ProducerRecord<byte[], byte[]> record) {
        if (target.registry().getCurrentObservation() == null) {
            return Step.NONE;
        }
        return begun(StreamsObservation.SEND.observation(
                target.sending(),
                SENDING,
                () -> new RecordSendingContext(target.topology(), task, record),
                target.registry()));
    }

    private Step begun(Observation observation) {
        if (observation.isNoop()) {
            return Step.NONE;
        }
        Observation.Scope outer = target.registry().getCurrentObservationScope();
        try {
            observation.start();
            return new Observed(target.registry(), outer, observation, observation.openScope());
        } catch (RuntimeException | Error e) {
            try {
                end(target.registry(), outer, observation);
            } catch (RuntimeException | Error again) {
                // A handler that did not see the start may not like the end.
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    /** A scope that a handler of the application did not let open or close is the current one still, and would be for good. */
    private static void end(ObservationRegistry registry, Observation.@Nullable Scope outer, Observation observation) {
        registry.setCurrentObservationScope(outer);
        observation.stop();
    }

    private record Observed(
            ObservationRegistry registry,
            Observation.@Nullable Scope outer,
            Observation observation,
            Observation.Scope scope)
            implements Step {

        @Override
        public void failed(Throwable failure) {
            Throwable cause = failure.getCause();
            // Ours says where it happened, which the observation knows; what happened is the cause.
            observation.error(failure instanceof StreamsException && cause != null ? cause : failure);
        }

        @Override
        public void end() {
            try {
                scope.close();
            } finally {
                ObservingInterceptor.end(registry, outer, observation);
            }
        }
    }
}
