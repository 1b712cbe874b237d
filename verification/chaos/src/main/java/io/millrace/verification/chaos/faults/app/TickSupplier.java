package io.millrace.verification.chaos.faults.app;

import io.millrace.streams.processor.PunctuationType;
import io.millrace.streams.processor.api.Processor;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.ProcessorSupplier;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.StoreBuilder;
import io.millrace.streams.state.Stores;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;

/** Two timers for each partition, one by the wall clock and one by stream time; each sends how often it fired. */
final class TickSupplier implements ProcessorSupplier<String, Long, String, Long> {

    private static final Duration INTERVAL = Duration.ofMillis(500);

    @Override
    public Processor<String, Long, String, Long> get() {
        return new Ticks();
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(FaultTopology.TICK_STORE), Serdes.String(), Serdes.Long()));
    }

    private static final class Ticks implements Processor<String, Long, String, Long> {

        private ProcessorContext<String, Long> context;
        private KeyValueStore<String, Long> fired;

        @Override
        public void init(ProcessorContext<String, Long> given) {
            context = given;
            fired = given.getStateStore(FaultTopology.TICK_STORE);
            given.schedule(INTERVAL, PunctuationType.WALL_CLOCK_TIME, nowMs -> tick("wall", nowMs));
            given.schedule(INTERVAL, PunctuationType.STREAM_TIME, nowMs -> tick("stream", nowMs));
        }

        @Override
        public void process(Record<String, Long> record) {
            // Only time counts here.
        }

        private void tick(String kind, long nowMs) {
            String timer = kind + "-" + context.taskId().partition();
            Long before = fired.get(timer);
            long times = before == null ? 1 : before + 1;
            fired.put(timer, times);
            context.forward(new Record<>(timer, times, nowMs));
        }
    }
}
