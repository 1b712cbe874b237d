package io.millrace.examples.guide;

import io.millrace.streams.StreamsBuilder;
import io.millrace.streams.processor.PunctuationType;
import io.millrace.streams.processor.api.ContextualFixedKeyProcessor;
import io.millrace.streams.processor.api.ContextualProcessor;
import io.millrace.streams.processor.api.FixedKeyRecord;
import io.millrace.streams.processor.api.ProcessorContext;
import io.millrace.streams.processor.api.Record;
import io.millrace.streams.state.KeyValueIterator;
import io.millrace.streams.state.KeyValueStore;
import io.millrace.streams.state.Stores;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;

/** Processors of the user's own. */
final class Processors {

    private Processors() {}

    static void process(StreamsBuilder builder) {
        builder.addStateStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore("seen"), Serdes.String(), Serdes.String()));
        builder.<String, String>stream("payments")
                .process(Deduplicate::new, "seen")
                .to("payments-once");
    }

    static void processValues(StreamsBuilder builder) {
        builder.<String, String>stream("clicks").processValues(AddTime::new).to("timed-clicks");
    }

    static void punctuate(StreamsBuilder builder) {
        builder.addStateStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("latest"), Serdes.String(), Serdes.String()));
        builder.<String, String>stream("prices")
                .process(EverySecond::new, "latest")
                .to("price-ticks");
    }

    /** Passes each key once. */
    static final class Deduplicate extends ContextualProcessor<String, String, String, String> {

        @Override
        public void process(Record<String, String> record) {
            KeyValueStore<String, String> seen = context().getStateStore("seen");
            if (seen.putIfAbsent(record.key(), record.value()) == null) {
                context().forward(record);
            }
        }
    }

    /** Adds the event time to the value. The key cannot be changed, so no repartitioning follows. */
    static final class AddTime extends ContextualFixedKeyProcessor<String, String, String> {

        @Override
        public void process(FixedKeyRecord<String, String> record) {
            context().forward(record.withValue(record.value() + " at " + record.timestamp()));
        }
    }

    /** Passes the latest price of each key on, once a second of wall-clock time. */
    static final class EverySecond extends ContextualProcessor<String, String, String, String> {

        @Override
        public void init(ProcessorContext<String, String> context) {
            super.init(context);
            context.schedule(Duration.ofSeconds(1), PunctuationType.WALL_CLOCK_TIME, this::flush);
        }

        @Override
        public void process(Record<String, String> record) {
            latest().put(record.key(), record.value());
        }

        private void flush(long nowMs) {
            try (KeyValueIterator<String, String> prices = latest().all()) {
                while (prices.hasNext()) {
                    var price = prices.next();
                    context().forward(new Record<>(price.key, price.value, nowMs));
                    latest().delete(price.key);
                }
            }
        }

        private KeyValueStore<String, String> latest() {
            return context().getStateStore("latest");
        }
    }
}
